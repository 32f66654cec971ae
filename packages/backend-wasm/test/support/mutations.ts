import type { DataType } from '@tensorflow/tfjs-core';

export type PlainTensor = {
  readonly values: readonly number[];
  readonly shape: readonly number[];
  readonly dtype: DataType;
};
/** A call of a kernel, of which the tensors can be made as often as needed. */
export type PlainCall = {
  readonly inputs: Readonly<Record<string, PlainTensor>> | readonly PlainTensor[];
  readonly attrs: Readonly<Record<string, unknown>>;
};

type Draw = () => number;

const pickOf = <T>(draw: Draw, list: readonly T[]): T => list[Math.floor(draw() * list.length)]!;

const NUMBERS: readonly number[] = [
  -1,
  -3,
  0,
  1,
  2,
  3,
  5,
  7,
  9,
  20,
  2 ** 33,
  -(2 ** 31),
  0.5,
  1.5,
  -0.5,
  NaN,
  Infinity,
  -Infinity,
];
const DTYPES: readonly DataType[] = ['float32', 'int32', 'bool'];

/** A right call with one to three things that may be wrong: an attribute, a shape, a dtype, a value, an input. */
export function mutate(call: PlainCall, draw: Draw): PlainCall {
  let changed = call;
  for (let times = 1 + Math.floor(draw() * 2); times > 0; times--) {
    const hasAttributes = Object.keys(changed.attrs).length > 0;
    changed = hasAttributes && draw() < 0.5 ? withAttribute(changed, draw) : withInput(changed, draw);
  }
  return changed;
}

function withAttribute({ inputs, attrs }: PlainCall, draw: Draw): PlainCall {
  const name = pickOf(draw, Object.keys(attrs));
  return { inputs, attrs: { ...attrs, [name]: otherValue(attrs[name], draw) } };
}

function otherValue(value: unknown, draw: Draw): unknown {
  if (Array.isArray(value) && value.length > 0 && draw() < 0.9) {
    const at = Math.floor(draw() * value.length);
    const kind = draw();
    if (kind < 0.15) return value.slice(0, -1);
    if (kind < 0.3) return [...value, value.at(-1)];
    // One element twice.
    if (kind < 0.45) return value.with(at, value[(at + 1) % value.length]);
    return value.with(at, otherValue(value[at], draw));
  }
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string' && draw() < 0.5)
    return pickOf(draw, ['unknown', 'valid', 'same', 'NCHW', 'bool', 'int32']);
  if (draw() < 0.05) return pickOf(draw, ['2', [], {}, true]);
  return pickOf(draw, NUMBERS);
}

function withInput({ inputs, attrs }: PlainCall, draw: Draw): PlainCall {
  const entries = Object.entries(inputs);
  if (entries.length === 0) return { inputs, attrs };
  const at = Math.floor(draw() * entries.length);
  const isList = Array.isArray(inputs);
  const kind = draw();
  const rest =
    kind < 0.05
      ? entries.toSpliced(at, 1)
      : entries.with(at, [entries[at]![0], otherTensor(entries[at]![1], kind, draw)]);
  return { inputs: isList ? rest.map(([, x]) => x) : Object.fromEntries(rest), attrs };
}

function otherTensor(x: PlainTensor, kind: number, draw: Draw): PlainTensor {
  if (kind < 0.2) {
    const dtype = pickOf(draw, DTYPES);
    return { ...x, dtype, values: x.values.map((value) => (dtype === 'bool' ? Number(value !== 0) : value)) };
  }
  if (kind < 0.45 && x.values.length > 0) {
    const numbers = x.dtype === 'float32' ? NUMBERS : x.dtype === 'int32' ? NUMBERS.map((n) => n | 0) : [0, 1];
    return { ...x, values: x.values.with(Math.floor(draw() * x.values.length), pickOf(draw, numbers)) };
  }
  const { shape } = x;
  const at = Math.floor(draw() * shape.length);
  const how = draw();
  if (how < 0.15 || shape.length === 0) return reshaped(x, [...shape, pickOf(draw, [1, 2])]);
  if (how < 0.3) return reshaped(x, shape.toSpliced(at, 1));
  if (how < 0.4) return reshaped(x, shape.toReversed());
  return reshaped(x, shape.with(at, pickOf(draw, [0, 1, shape[at]! + 1, Math.max(0, shape[at]! - 1), 2 * shape[at]!])));
}

/** Its elements, repeated or cut, in another shape. */
function reshaped({ values, dtype }: PlainTensor, shape: readonly number[]): PlainTensor {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { values: Array.from({ length: size }, (_, i) => values[i % Math.max(1, values.length)] ?? 0), shape, dtype };
}
