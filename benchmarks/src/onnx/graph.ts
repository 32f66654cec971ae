import { Message } from './protobuf.js';

type Attribute = number | string | readonly number[];

const FLOAT = 1;
const INT64 = 7;

/** An ONNX model in the making; values go by their names. Field numbers are those of onnx.proto. */
export class Graph {
  readonly #nodes: Message[] = [];
  readonly #constants: Message[] = [];
  readonly #inputs: Message[] = [];
  readonly #outputs: Message[] = [];
  readonly #names = new Map<string, string>();
  #count = 0;

  /** A float32 input. */
  input(name: string, shape: readonly number[]): string {
    this.#inputs.push(valueInfo(name, shape));
    return name;
  }

  /** Makes a value an output of this name. */
  output(name: string, value: string, shape: readonly number[]): void {
    this.#nodes.push(new Message().bytes(1, value).bytes(2, name).bytes(4, 'Identity'));
    this.#outputs.push(valueInfo(name, shape));
  }

  scalar(value: number): string {
    return this.#constant(FLOAT, [], Float32Array.of(value));
  }

  floats(values: readonly number[]): string {
    return this.#constant(FLOAT, [values.length], Float32Array.from(values));
  }

  integers(values: readonly number[]): string {
    return this.#constant(INT64, [values.length], BigInt64Array.from(values.map(BigInt)));
  }

  /** One operation with one output, whose name is returned; those of Microsoft have a domain of their own. */
  operation(type: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    const output = `value${this.#count++}`;
    const node = new Message();
    for (const input of inputs) node.bytes(1, input);
    node.bytes(2, output).bytes(4, type);
    for (const [name, value] of Object.entries(attributes)) node.bytes(5, attribute(name, value));
    if (type === 'FusedMatMul') node.bytes(7, 'com.microsoft');
    this.#nodes.push(node);
    return output;
  }

  encode(): Uint8Array {
    const graph = new Message();
    for (const node of this.#nodes) graph.bytes(1, node);
    graph.bytes(2, 'benchmark');
    for (const constant of this.#constants) graph.bytes(5, constant);
    for (const input of this.#inputs) graph.bytes(11, input);
    for (const output of this.#outputs) graph.bytes(12, output);
    return new Message()
      .integer(1, 8)
      .bytes(7, graph)
      .bytes(8, new Message().bytes(1, '').integer(2, 17))
      .bytes(8, new Message().bytes(1, 'com.microsoft').integer(2, 1))
      .encode();
  }

  #constant(type: number, shape: readonly number[], values: Float32Array | BigInt64Array): string {
    const key = `${type} ${shape} ${values}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = `constant${this.#count++}`;
    const tensor = new Message();
    for (const size of shape) tensor.integer(1, size);
    tensor.integer(2, type).bytes(8, name).bytes(9, new Uint8Array(values.buffer));
    this.#constants.push(tensor);
    this.#names.set(key, name);
    return name;
  }
}

function valueInfo(name: string, shape: readonly number[]): Message {
  const dimensions = new Message();
  for (const size of shape) dimensions.bytes(1, new Message().integer(1, size));
  const tensor = new Message().integer(1, FLOAT).bytes(2, dimensions);
  return new Message().bytes(1, name).bytes(2, new Message().bytes(1, tensor));
}

function attribute(name: string, value: Attribute): Message {
  const message = new Message().bytes(1, name);
  if (typeof value === 'string') return message.bytes(4, value).integer(20, 3);
  if (typeof value === 'number') return message.integer(3, value).integer(20, 2);
  for (const each of value) message.integer(8, each);
  return message.integer(20, 7);
}
