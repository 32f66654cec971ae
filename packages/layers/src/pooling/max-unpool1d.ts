import type { Blueprint } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Sides1d, Size1d } from '../image-options.js';
import { Unpool, unpool } from '../internal/indexed-pool.js';
import { AXES } from '../internal/spatial.js';
import type { Indexed } from './indexed.js';

/** The options of `maxUnpool1d`; those of the pool before it. */
export type MaxUnpool1dOptions = {
  /** The steps of the window. Default: the pool size. */
  readonly strides?: Size1d;
  /** What the pool has added at the borders. Default `valid`. */
  readonly padding?: 'valid' | Sides1d;
  /** The size that comes out. Default: the smallest that the pool takes to the size of the input. */
  readonly outputSize?: Size1d;
};

/** The module of `maxUnpool1d`. */
export class MaxUnpool1d extends Unpool<Tensor3D> {
  /** @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown */
  constructor({ poolSize, outputSize, ...options }: MaxUnpool1dOptions & { readonly poolSize: Size1d }) {
    super({ where: 'maxUnpool1d', axes: AXES[1], poolSize, outputSize }, options);
  }
}

/**
 * The inverse of `maxPoolWithIndices1d`, as far as there is one: each value where its maximum was, and zeros elsewhere.
 * Values of overlapping windows that share a maximum add up.
 *
 * @param poolSize the number of steps of the window
 * @returns a blueprint for { values, indices } of sequences [time, channels]
 * @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when there are not the two, or they differ
 * @example
 * using model = build(maxUnpool1d(2), { input: { values: [2, 1], indices: spec([2, 1], 'int32') } });
 * const values = tensor3d([5, 6], [1, 2, 1]);
 * const y = model.forward({ values, indices: tensor3d([1, 2], [1, 2, 1], 'int32') }, inference()); // [[[0], [5], [6], [0]]]
 * @see Zeiler, Taylor and Fergus, "Adaptive deconvolutional networks for mid and high level feature learning", 2011
 */
export function maxUnpool1d(
  poolSize: Size1d,
  options: MaxUnpool1dOptions = {},
): Blueprint<Indexed<Tensor3D>, Tensor3D> {
  const { outputSize, ...slide } = options;
  const call = { where: 'maxUnpool1d', axes: AXES[1], poolSize, outputSize };
  return unpool(call, { args: [poolSize, options], ...slide }, () => new MaxUnpool1d({ poolSize, ...options }));
}
