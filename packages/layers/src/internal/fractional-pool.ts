import {
  ArgumentError,
  type Blueprint,
  type Context,
  checkNumber,
  checkSizes,
  defineLayer,
  formatShape,
  isTraining,
  Module,
  ShapeError,
  type Size,
  sizeOf,
  spec,
} from '@neurite/core';
import {
  add,
  cast,
  concat,
  fill,
  floor,
  gather,
  max,
  mul,
  range,
  reshape,
  slice,
  sub,
  type Tensor,
  tensor1d,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { uniforms } from './random.js';
import { sizesOf } from './sizes.js';
import { assertSpatial, spatialInput } from './spatial.js';

/** Options of such a layer with any number of spatial axes: one of the two. */
export type FractionalOptions = { readonly outputSize?: unknown; readonly outputRatio?: unknown };

/** What identifies such a layer. */
export type FractionalCall = {
  readonly where: string;
  readonly axes: readonly string[];
  readonly poolSize: unknown;
  readonly options: FractionalOptions;
};

/** What layers have in common whose windows lie at random distances. */
export abstract class FractionalMaxPool<T extends Tensor> extends Module<T, T> {
  readonly poolSize: readonly number[];
  readonly #where: string;
  readonly #axes: readonly string[];
  readonly #outputOf: (sizes: readonly number[]) => readonly number[];

  constructor(call: FractionalCall) {
    super();
    const { pool, outputOf } = settle(call);
    this.poolSize = pool;
    this.#where = call.where;
    this.#axes = call.axes;
    this.#outputOf = outputOf as (sizes: readonly number[]) => readonly number[]; // of known sizes
  }

  /**
   * @param x [batch, …spatial, channels]
   * @param context in training its random key draws the windows; else the middle of all draws is taken
   * @returns a new tensor [batch, …spatial′, channels], owned by the caller
   * @throws ShapeError when `x` has other axes, or too few elements for that many windows
   */
  override forward(x: T, context: Context): T {
    assertSpatial(this.#where, x, { axes: this.#axes });
    const [batch, ...sizes] = x.shape as [number, ...number[]]; // as just checked
    const channels = sizes.pop()!;
    const output = this.#outputOf(sizes);
    const shape = [batch, ...output, channels];
    if (sizeOf(shape) === 0) return zeros(shape) as T; // of the rank of x
    return tidy(() => {
      const drawn = [batch, 1, channels, sizes.length];
      const samples = isTraining(this, context)
        ? uniforms({ shape: drawn, random: context.random, first: context.rows?.first ?? 0 })
        : fill(drawn, 0.5);
      const strides = sizes.map((_, axis) => channels * sizeOf(sizes.slice(axis + 1)));
      const rows = reshape(range(0, batch, 1, 'int32'), [batch, ...sizes.map(() => 1), 1]);
      // The index of the first element of each window among all elements of x.
      const first = sizes.reduce<Tensor>(
        (index, size, axis) => {
          const sample = reshape(slice(samples, [0, 0, 0, axis], [batch, 1, channels, 1]), [batch, 1, channels]);
          const starts = startsOf(sample, { size, pool: this.poolSize[axis]!, count: output[axis]! });
          const own = [batch, ...sizes.map((_, i) => (i === axis ? output[axis]! : 1)), channels];
          return add(index, reshape(mul(starts, integer(strides[axis]!)), own));
        },
        add(mul(rows, integer(sizeOf(sizes) * channels)), range(0, channels, 1, 'int32')),
      );
      const offsets = offsetsOf(this.poolSize, strides);
      const windows = batch * sizeOf(output);
      const indices = add(
        reshape(first, [windows, 1, channels]),
        reshape(tensor1d(offsets, 'int32'), [offsets.length, 1]),
      );
      const elements = gather(reshape(x, [x.size]), reshape(indices, [indices.size]));
      return reshape(max(reshape(elements, [windows, offsets.length, channels]), 1), shape) as T; // of the rank of x
    });
  }
}

/** The blueprint of such a layer. */
export function fractionalMaxPool<T extends Tensor>(
  call: FractionalCall,
  build: () => FractionalMaxPool<T>,
): Blueprint<T, T> {
  const { where, axes, poolSize, options } = call;
  const { outputOf } = settle(call);
  return defineLayer(where, [poolSize, options], {
    outputSpec: (input) => {
      const sizes = sizesOf(spatialInput(where, input, { axes }));
      return spec([...outputOf(sizes.slice(0, -1)), sizes.at(-1)!]);
    },
    build,
  });
}

/**
 * Where the windows of an axis start, PyTorch's way: `⌊(i + u) · α⌋ − ⌊u · α⌋` with `α = (size − pool) / (count − 1)`, the last at
 * the end.
 *
 * @param sample u, [batch, 1, channels]
 * @returns int32 [batch, count, channels]
 */
function startsOf(
  sample: Tensor,
  { size, pool, count }: { readonly size: number; readonly pool: number; readonly count: number },
): Tensor {
  const last = fill(sample.shape, size - pool, 'int32');
  if (count === 1) return last;
  const alpha = (size - pool) / (count - 1);
  const at = (of: Tensor): Tensor => floor(mul(of, alpha));
  const steps = reshape(range(0, count - 1), [count - 1, 1]);
  return concat([cast(sub(at(add(steps, sample)), at(sample)), 'int32'), last], 1);
}

/** How far each element of a window is from its first. */
function offsetsOf(pool: readonly number[], strides: readonly number[]): number[] {
  return pool.reduce<number[]>(
    (offsets, size, axis) =>
      offsets.flatMap((offset) => Array.from({ length: size }, (_, i) => offset + i * strides[axis]!)),
    [0],
  );
}

function integer(value: number): Tensor {
  return cast(value, 'int32');
}

function settle({ where, axes, poolSize, options: given }: FractionalCall) {
  const options = given ?? {}; // left out, which the types refuse
  const { outputSize, outputRatio } = options;
  const names = Object.keys(options).filter((name) => options[name as keyof FractionalOptions] !== undefined);
  const [name] = names;
  if (names.length !== 1 || (name !== 'outputSize' && name !== 'outputRatio')) {
    throw new ArgumentError({
      where,
      argument: 'options',
      expected: 'have one of `outputSize` and `outputRatio`',
      received: names.length === 0 ? 'none' : names.map((one) => `\`${one}\``).join(', '),
    });
  }
  const pool: readonly number[] = checkSizes(where, 'poolSize', poolSize, axes);
  const fixed: readonly number[] | undefined =
    name === 'outputSize' ? checkSizes(where, 'outputSize', outputSize, axes) : undefined;
  const ratios = axes.map((_, axis) => (Array.isArray(outputRatio) ? outputRatio[axis] : outputRatio) as number); // checked next
  if (fixed === undefined) {
    for (const ratio of ratios) checkNumber(where, 'outputRatio', ratio, { above: 0, below: 1 });
  }
  const outputOf = (sizes: readonly Size[]): readonly Size[] => {
    const output = fixed ?? sizes.map((size, axis) => (size === null ? null : Math.floor(size * ratios[axis]!)));
    sizes.forEach((size, axis) => {
      const count = output[axis]!;
      if (size === null || (count >= 1 && pool[axis]! + count - 1 <= size)) return;
      const expected = `have room for ${count} windows of ${pool[axis]} in ${axes[axis]}`;
      throw new ShapeError({ where, argument: 'input', expected, received: formatShape(sizes as readonly number[]) });
    });
    return output;
  };
  return { pool, outputOf };
}
