import type { Blueprint } from '@neurite/core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Sides2d, Size2d } from '../image-options.js';
import { Unpool, unpool } from '../internal/indexed-pool.js';
import { AXES } from '../internal/spatial.js';
import type { Indexed } from './indexed.js';

/** The options of `maxUnpool2d`; those of the pool before it. */
export type MaxUnpool2dOptions = {
  /** The steps of the window. Default: the pool size. */
  readonly strides?: Size2d;
  /** What the pool has added at the borders. Default `valid`. */
  readonly padding?: 'valid' | Sides2d;
  /** The size that comes out. Default: the smallest that the pool takes to the size of the input. */
  readonly outputSize?: Size2d;
};

/** The module of `maxUnpool2d`. */
export class MaxUnpool2d extends Unpool<Tensor4D> {
  /** @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown */
  constructor({ poolSize, outputSize, ...options }: MaxUnpool2dOptions & { readonly poolSize: Size2d }) {
    super({ where: 'maxUnpool2d', axes: AXES[2], poolSize, outputSize }, options);
  }
}

/**
 * The inverse of `maxPoolWithIndices2d`, as far as there is one: each value where its maximum was, and zeros elsewhere.
 * Values of overlapping windows that share a maximum add up.
 *
 * @param poolSize the height and width of the window in pixels; one number stands for both
 * @returns a blueprint for { values, indices } of images [height, width, channels]
 * @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when there are not the two, or they differ
 * @example
 * using model = build(maxUnpool2d(2), { input: { values: [1, 1, 1], indices: spec([1, 1, 1], 'int32') } });
 * const values = tensor4d([5], [1, 1, 1, 1]);
 * const y = model.forward({ values, indices: tensor4d([2], [1, 1, 1, 1], 'int32') }, inference()); // [[[[0], [0]], [[5], [0]]]]
 * @see Zeiler, Taylor and Fergus, "Adaptive deconvolutional networks for mid and high level feature learning", 2011
 */
export function maxUnpool2d(
  poolSize: Size2d,
  options: MaxUnpool2dOptions = {},
): Blueprint<Indexed<Tensor4D>, Tensor4D> {
  const { outputSize, ...slide } = options;
  const call = { where: 'maxUnpool2d', axes: AXES[2], poolSize, outputSize };
  return unpool(call, { args: [poolSize, options], ...slide }, () => new MaxUnpool2d({ poolSize, ...options }));
}
