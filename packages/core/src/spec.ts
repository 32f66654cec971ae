import {
  Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  type Tensor5D,
} from '@tensorflow/tfjs-core';
import { checkChoice, describeValue } from './checks.js';
import { ArgumentError, DtypeError, ShapeError } from './errors.js';
import type { Shape } from './shape.js';

/** The size of an axis; `null` is any length. */
export type Size = number | null;

/** The dtypes that a network takes. */
export type Dtype = 'float32' | 'int32' | 'bool';

/**
 * What a tensor looks like without the batch axis: a shape and a dtype. Made by `spec` and `tokens`.
 *
 * A class, to distinguish a leaf from a record that has fields called shape and dtype.
 */
export class TensorSpec<S extends readonly Size[] = readonly Size[]> {
  readonly shape: S;
  readonly dtype: Dtype;

  /** @throws ArgumentError when a size is neither null nor an integer of at least 1, or the dtype is unknown */
  constructor(shape: S, dtype: Dtype = 'float32') {
    if (!isShape(shape) || shape.some((size) => size !== null && !(Number.isInteger(size) && size >= 1))) {
      throw new ArgumentError({
        where: 'spec',
        argument: 'shape',
        expected: 'be a list of integers of at least 1, or null for any length, without the batch axis',
        received: JSON.stringify(shape) ?? String(shape),
      });
    }
    checkChoice('spec', 'dtype', dtype, DTYPES);
    this.shape = shape;
    this.dtype = dtype;
  }
}

const DTYPES: readonly Dtype[] = ['float32', 'int32', 'bool'];

/** What a value looks like without the batch axis: a tensor, or a list or record of specs. */
export type Spec = TensorSpec | readonly Spec[] | { readonly [name: string]: Spec };

/** A spec as it is written: an array of sizes alone is the shape of a float32 tensor, `[]` a scalar. */
export type SpecInput = readonly Size[] | TensorSpec | readonly SpecInput[] | { readonly [name: string]: SpecInput };

/** The shapes that a tensor type stands for, without the batch axis. */
type ShapeOf<T> = T extends Tensor
  ? Tensor extends T
    ? readonly Size[]
    : T extends { readonly rankType: 'R1' }
      ? readonly []
      : T extends { readonly rankType: 'R2' }
        ? readonly [Size]
        : T extends { readonly rankType: 'R3' }
          ? readonly [Size, Size]
          : T extends { readonly rankType: 'R4' }
            ? readonly [Size, Size, Size]
            : T extends { readonly rankType: 'R5' }
              ? readonly [Size, Size, Size, Size]
              : readonly Size[]
  : never;

/** What `input` may be for a network that takes `In`. */
export type InputSpec<In> = In extends Tensor
  ? ShapeOf<In> | TensorSpec<ShapeOf<In>>
  : In extends object
    ? { readonly [K in keyof In]: InputSpec<In[K]> }
    : SpecInput;

/** The tensor, batch axis included, that a shape without it describes. */
type TensorOf<S extends readonly Size[]> = S extends readonly []
  ? Tensor1D
  : S extends readonly [Size]
    ? Tensor2D
    : S extends readonly [Size, Size]
      ? Tensor3D
      : S extends readonly [Size, Size, Size]
        ? Tensor4D
        : S extends readonly [Size, Size, Size, Size]
          ? Tensor5D
          : Tensor;

/** The value that a spec describes. */
export type ValueOf<I> =
  I extends TensorSpec<infer S>
    ? TensorOf<S>
    : I extends readonly Size[]
      ? TensorOf<I>
      : { readonly [K in keyof I]: ValueOf<I[K]> };

/**
 * The spec of a tensor.
 *
 * @param shape without the batch axis; a size may be null, which is any length
 * @param dtype default `float32`
 * @throws ArgumentError when a size is neither null nor an integer of at least 1, or the dtype is unknown
 * @example
 * const image = spec([28, 28, 1]);
 * const ids = spec([null], 'int32'); // as tokens([null])
 */
export function spec<const S extends readonly Size[]>(shape: S, dtype: Dtype = 'float32'): TensorSpec<S> {
  return new TensorSpec(shape, dtype);
}

/**
 * The spec of an int32 tensor, e.g. of the ids of a text.
 *
 * @example
 * using model = build(embedding(100, 8), { input: tokens([null]), seed: 7 });
 */
export function tokens<const S extends readonly Size[]>(shape: S): TensorSpec<S> {
  return new TensorSpec(shape, 'int32');
}

/**
 * A spec from what stands for one: a shape without the batch axis for float32, a spec, or a list or record of these.
 *
 * @throws ArgumentError when it is something else
 */
export function toSpec(input: SpecInput): Spec {
  const convert = (of: unknown): Spec => {
    if (of instanceof TensorSpec) return of;
    if (isShape(of)) return new TensorSpec(of);
    if (Array.isArray(of)) return of.map(convert);
    if (typeof of === 'object' && of !== null) {
      return Object.fromEntries(Object.entries(of).map(([name, one]) => [name, convert(one)]));
    }
    throw new ArgumentError({
      where: 'spec',
      argument: 'input',
      expected: 'be a shape without the batch axis, a spec, or a list or record of these',
      received: describeValue(input),
      advice: "Write [28, 28, 1], and for int32 ids tokens([null]), or spec([3], 'int32')",
    });
  };
  return convert(input);
}

function isShape(input: unknown): input is readonly Size[] {
  return Array.isArray(input) && input.every((size) => size === null || typeof size === 'number');
}

/** A spec as text: `[28, 28, 1]`, `int32 [null]`, `{ image: [8, 8, 1], words: int32 [4] }`. */
export function formatSpec(of: Spec): string {
  if (of instanceof TensorSpec) {
    const shape = `[${of.shape.map(String).join(', ')}]`;
    return of.dtype === 'float32' ? shape : `${of.dtype} ${shape}`;
  }
  if (Array.isArray(of)) return `(${of.map((one) => formatSpec(one as Spec)).join(', ')})`;
  const fields = Object.entries(of).map(([name, one]) => `${name}: ${formatSpec(one)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

/** What a layer takes, for `tensorInput`. */
export type TensorInputOptions = {
  /** The names of the axes without the batch; a first `…` stands for any number of them. Default: any axes. */
  readonly axes?: readonly string[];
  /** Those of the names whose size must be known, e.g. because a parameter's size depends on it. Default: none. */
  readonly known?: readonly string[];
  /** Default `float32`; `any` takes each of them. */
  readonly dtype?: Dtype | 'any';
};

/**
 * Checks that the input of a layer is one tensor with these axes and this dtype.
 *
 * @returns the spec of the tensor
 * @throws ShapeError when it is not a tensor, has another number of axes, or a size is null that must be known
 * @throws DtypeError when it has another dtype
 * @example
 * const { shape } = tensorInput('conv1d', spec([null, 4]), { axes: ['time', 'channels'], known: ['channels'] });
 */
export function tensorInput(
  where: string,
  input: Spec,
  { axes, known = [], dtype = 'float32' }: TensorInputOptions = {},
): TensorSpec {
  const refuse = (expected: string, advice?: string): never => {
    throw new ShapeError({ where, argument: 'input', expected, received: formatSpec(input), advice });
  };
  if (!(input instanceof TensorSpec)) return refuse('be one tensor', 'Take one of them, or join them first');
  const { shape } = input;
  if (axes !== undefined) {
    const open = axes[0] === '…';
    const named = open ? axes.slice(1) : axes;
    if (open ? shape.length < named.length : shape.length !== named.length) {
      refuse(`be [${axes.join(', ')}] without the batch axis`, adviceOnDtype(input.dtype, dtype));
    }
    const unknown = named.find((name, i) => known.includes(name) && shape.at(i - named.length) === null);
    if (unknown !== undefined)
      refuse(`have a known number of ${unknown}`, 'A size depends on it: write it instead of null');
  }
  if (dtype !== 'any' && input.dtype !== dtype) {
    throw new DtypeError({
      where,
      argument: 'input',
      expected: `be ${dtype}`,
      received: formatSpec(input),
      advice: adviceOnDtype(input.dtype, dtype),
    });
  }
  return input;
}

/** What to do about ids where numbers are wanted, and the other way round. */
function adviceOnDtype(given: Dtype, wanted: Dtype | 'any'): string | undefined {
  if (wanted === 'int32' && given !== 'int32') return 'Describe the ids with tokens([…])';
  return wanted === 'float32' && given === 'int32'
    ? 'Put an embedding before it for ids; give numbers as float32'
    : undefined;
}

/** What a value is checked against. */
export type CheckValueOptions<S extends Spec = Spec> = {
  /** Without the batch axis. */
  readonly of: S;
  /** What the value is called, e.g. `x`. */
  readonly path: string;
  /** What to do about a tensor of another shape or dtype. Default: what helps where the input of a model does not fit. */
  readonly advice?: string | undefined;
};

/**
 * Checks a value, batch axis included, against the spec of what it should be.
 *
 * @param value tensors, or lists or records of them; anything with a shape and a dtype counts as a tensor
 * @throws ShapeError when a list or record has other fields, or a tensor another shape
 * @throws DtypeError when a tensor has another dtype
 */
export function checkValue(where: string, value: unknown, { of, path, advice }: CheckValueOptions): void {
  if (of instanceof TensorSpec) {
    checkTensor(where, value, { of, path, advice });
    return;
  }
  const wanted = Object.keys(of);
  const fields = isBranch(value) ? Object.entries(value) : [];
  const missing = wanted.filter((name) => fields.every(([given]) => given !== name));
  const unknown = fields.filter(([name]) => !wanted.includes(name)).map(([name]) => name);
  if (!isBranch(value) || missing.length > 0 || unknown.length > 0) {
    const named = (names: readonly string[]): string => names.map((name) => `\`${path}.${name}\``).join(', ');
    const received = [
      ...(isBranch(value) ? [] : [value instanceof Tensor ? 'one tensor' : String(value)]),
      ...(isBranch(value) && missing.length > 0 ? [`none for ${named(missing)}`] : []),
      ...(unknown.length > 0 ? [`unknown ${named(unknown)}`] : []),
    ].join(' and ');
    const kind = Array.isArray(of) ? `a list of ${wanted.length}` : `a record with the fields ${wanted.join(', ')}`;
    throw new ShapeError({ where, argument: path, expected: `be ${kind}`, received });
  }
  for (const [name, child] of fields) {
    checkValue(where, child, { of: (of as Readonly<Record<string, Spec>>)[name]!, path: `${path}.${name}`, advice });
  }
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Tensor) && !('shape' in value);
}

function checkTensor(where: string, value: unknown, { of, path, advice }: CheckValueOptions<TensorSpec>): void {
  const { shape, dtype } = (typeof value === 'object' && value !== null ? value : {}) as {
    readonly shape?: Shape;
    readonly dtype?: string;
  }; // a tensor, or a host array
  const [, ...sizes] = shape ?? [];
  const fits = (sizes: Shape): boolean =>
    sizes.length === of.shape.length && sizes.every((size, axis) => of.shape[axis] === null || of.shape[axis] === size);
  if (shape === undefined || !fits(sizes)) {
    throw new ShapeError({
      where,
      argument: path,
      expected: `have shape [${['batch', ...of.shape.map((size) => size ?? 'any')].join(', ')}]`,
      received: shape === undefined ? String(value) : `[${shape.join(', ')}]`,
      advice:
        advice ??
        (shape !== undefined && fits(shape)
          ? 'A batch axis is missing: call .batch(size) on the dataset'
          : 'The model was built for this input'),
    });
  }
  // Bytes become int32 tensors.
  if (dtype !== of.dtype && !(dtype === 'uint8' && of.dtype === 'int32')) {
    throw new DtypeError({
      where,
      argument: path,
      expected: `be ${of.dtype}`,
      received: String(dtype),
      advice:
        advice ??
        (of.dtype === 'float32'
          ? 'Convert it with rescale or normalize, or give the model a spec of this dtype'
          : undefined),
    });
  }
}
