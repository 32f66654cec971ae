import {
  ArgumentError,
  checkKind,
  describeValue,
  formatShape,
  inference,
  type Module,
  mapTensors,
  memoryScope,
  NumericError,
  ShapeError,
  type State,
  sameShape,
  tensorsOf,
} from '@neurite/core';
import { dispose, gather, Tensor, type Tensor2D, type Tensor3D, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { type Growth, grows, type StatePath, traceText } from './trace.js';

/** A model that reads ids and gives the logits of the next, with a state. */
export type TokenModel = Module<never, Tensor3D>;

/** What a model is asked with. */
export type ContinuationOptions = {
  /** The largest number of ids, the prompt included. */
  readonly length: number;
  /** What the model takes, from the ids [batch, tokens]. */
  readonly input: (ids: Tensor2D) => unknown;
};

/** A model on its way through texts, token by token. */
export class Continuation {
  readonly #where: string;
  readonly #model: TokenModel;
  readonly #input: ContinuationOptions['input'];
  /** The states of layers that read the same in each step. */
  readonly #anew: readonly StatePath[];
  #state: State;
  #read = 0;

  /** @throws ArgumentError when the model is none, or one of its layers cannot read a text in parts */
  constructor(
    where: string,
    model: TokenModel,
    { prompts, length, input }: ContinuationOptions & { readonly prompts: readonly (readonly number[])[] },
  ) {
    checkKind(where, 'model', model, { be: 'a module, which build gives', member: 'initialState' });
    this.#where = where;
    this.#model = model;
    this.#input = input;
    this.#anew = traceText(where, model, growthOfInput(where, input, prompts));
    const size = { batch: prompts.length, length };
    this.#state = memoryScope(where, () => without(model.initialState(size), this.#anew));
  }

  /**
   * Reads more ids, as many for each text.
   *
   * @returns the logits of what comes after the last, one row for each text
   * @throws ShapeError when the model gives something else
   * @throws NumericError when a logit is NaN
   */
  async read(ids: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const before = this.#state;
    const tokens = ids[0]!.length;
    const x = tensor2d(ids.flat(), [ids.length, tokens], 'int32');
    const { logits, state } = memoryScope(this.#where, () => {
      const result = this.#model.run({ x: this.#input(x) as never, state: before }, inference());
      const { shape } = result.outputs as Tensor;
      if (shape.length !== 3 || shape[1] !== tokens) {
        const expected = 'give logits of shape [batch, tokens, ids]';
        throw new ShapeError({ where: this.#where, argument: 'model', expected, received: formatShape(shape) });
      }
      const last = gather<Tensor>(result.outputs, tokens - 1, 1);
      return { logits: last, state: without(result.state, this.#anew) };
    });
    dispose([x, ...tensorsOf(before).values()]);
    this.#state = state;
    this.#read += tokens;
    const data = (await logits.data()) as Float32Array; // logits are float32
    const size = data.length / ids.length;
    logits.dispose();
    if (data.some(Number.isNaN)) {
      const problem = `the logits after ${this.#read} ids are NaN`;
      const advice =
        'Where the model has a positionalEmbedding, `length` must be at most one more than its maxLength; else look for NaN in its weights';
      throw new NumericError({ where: this.#where, problem, advice });
    }
    return ids.map((_, i) => data.slice(i * size, (i + 1) * size));
  }

  /** Goes on with some of the texts, in this order. */
  choose(rows: readonly number[]): void {
    const before = this.#state;
    this.#state = memoryScope(this.#where, () => {
      const indices = tensor1d(Int32Array.from(rows), 'int32');
      return mapTensors(before, (of) => gather(of, indices));
    });
    dispose([...tensorsOf(before).values()]);
  }

  dispose(): void {
    dispose([...tensorsOf(this.#state).values()]);
  }
}

/** @throws ArgumentError unless these are lists of ids, all as long */
export function checkPrompts(where: string, prompts: readonly (readonly number[])[], length: number): void {
  const isList = (value: unknown): boolean => Array.isArray(value) || ArrayBuffer.isView(value);
  if (!isList(prompts) || !prompts.every(isList)) {
    const expected = 'be a list of ids for each text, [[1, 2, 3]]';
    throw new ArgumentError({ where, argument: 'prompts', expected, received: describeValue(prompts) });
  }
  const size = prompts[0]?.length ?? 0;
  const isId = (id: unknown): boolean => Number.isSafeInteger(id) && (id as number) >= 0;
  const wrong = prompts.flatMap((ids) => ids.filter((id) => !isId(id)));
  if (wrong.length === 0 && prompts.every((ids) => ids.length === size) && size >= 1 && size < length) return;
  throw new ArgumentError({
    where,
    argument: 'prompt',
    expected: `have from 1 to ${length - 1} ids, integers of at least 0, and all prompts the same number`,
    received: wrong.length > 0 ? describeValue(wrong[0]) : prompts.map((ids) => ids.length).join(', ') || 'none',
  });
}

/** Which parts of what the model takes are larger where there are more ids. */
function growthOfInput(
  where: string,
  input: ContinuationOptions['input'],
  prompts: readonly (readonly number[])[],
): Growth {
  return memoryScope(where, () => {
    const of = (tokens: number): unknown => {
      const ids = prompts.flatMap(([first]) => new Array<number>(tokens).fill(first!)); // as checked
      return input(tensor2d(ids, [prompts.length, tokens], 'int32'));
    };
    const growth = compare(of(1), of(2));
    if (grows(growth)) return growth;
    throw new ArgumentError({
      where,
      argument: 'input',
      expected: 'give as many tokens as it gets ids',
      received: 'tensors of the same shapes for 1 id and for 2',
    });
  });
}

function compare(less: unknown, more: unknown): Growth {
  if (less instanceof Tensor) return !(more instanceof Tensor) || !sameShape(less.shape, more.shape);
  if (typeof less !== 'object' || less === null || ArrayBuffer.isView(less)) return false;
  const others = (more ?? {}) as Readonly<Record<string, unknown>>; // a list or record, as the other one
  return Object.fromEntries(Object.entries(less).map(([name, value]) => [name, compare(value, others[name])]));
}

/** A state without some of its parts. Those are left to the scope. */
function without(state: State, paths: readonly StatePath[]): State {
  return paths.reduce((rest, path) => leaveOut(rest, path), state);
}

function leaveOut(state: State, [name, ...below]: StatePath): State {
  if (name === undefined) return {};
  const { [name]: own, ...rest } = state as Readonly<Record<string, State>>; // a container's, by the paths of what is in it
  const kept = own === undefined ? {} : leaveOut(own, below);
  return Object.keys(kept).length === 0 ? rest : { ...rest, [name]: kept };
}
