import { type Blueprint, checkSizes, defineLayer, Module, spec } from '@neurite/core';
import { concat, max, slice, type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import { combineAlong } from './along-axis.js';
import { sizesOf } from './sizes.js';
import { assertSpatial, type Ends, spatialInput } from './spatial.js';

/** What identifies such a layer: its function, its spatial axes, and the size that comes out. */
export type AdaptiveCall = { readonly where: string; readonly axes: readonly string[]; readonly outputSize: unknown };
/** One number for each bin of one axis. */
type Reduce = (x: Tensor, axis: number, bins: readonly Ends[]) => Tensor;

/** What layers have in common that cut their input into bins. */
export abstract class AdaptivePool<T extends Tensor> extends Module<T, T> {
  readonly outputSize: readonly number[];
  readonly #call: AdaptiveCall;
  readonly #reduce: Reduce;

  constructor(call: AdaptiveCall, reduce: Reduce) {
    super();
    this.outputSize = checkSizes(call.where, 'outputSize', call.outputSize, call.axes);
    this.#call = call;
    this.#reduce = reduce;
  }

  /**
   * @param x [batch, …spatial, channels]
   * @returns a new tensor [batch, …outputSize, channels], owned by the caller
   * @throws ShapeError when `x` has other axes
   */
  override forward(x: T): T {
    assertSpatial(this.#call.where, x, this.#call);
    const [batch, channels] = [x.shape[0]!, x.shape.at(-1)!];
    // tfjs's cpu kernels cannot slice what has no elements.
    if (batch === 0) return zeros([0, ...this.outputSize, channels]) as T; // of the rank of x
    return tidy(
      () =>
        this.outputSize.reduce<Tensor>((y, count, i) => this.#reduce(y, i + 1, binsOf(y.shape[i + 1]!, count)), x) as T, // of the rank of x
    );
  }
}

/** The blueprint of such a layer. */
export function adaptivePool<T extends Tensor>(call: AdaptiveCall, build: () => AdaptivePool<T>): Blueprint<T, T> {
  const { where, axes, outputSize } = call;
  const sizes = checkSizes(where, 'outputSize', outputSize, axes);
  return defineLayer(where, [outputSize], {
    outputSpec: (input) => spec([...sizes, sizesOf(spatialInput(where, input, { axes })).at(-1)!]),
    build,
  });
}

/** The mean of each bin. */
export const averageBins: Reduce = (x, axis, bins) =>
  combineAlong(
    x,
    axis,
    bins.map(([begin, end]) => Array.from({ length: end - begin }, (_, i) => [begin + i, 1 / (end - begin)] as const)),
  );

/** The maximum of each bin. */
export const largestBins: Reduce = (x, axis, bins) =>
  concat(
    bins.map(([begin, end]) => {
      const from = x.shape.map((_, i) => (i === axis ? begin : 0));
      return max(slice(x, from, x.shape.with(axis, end - begin)), axis, true);
    }),
    axis,
  );

function binsOf(size: number, count: number): Ends[] {
  return Array.from({ length: count }, (_, i) => [Math.floor((i * size) / count), Math.ceil(((i + 1) * size) / count)]);
}
