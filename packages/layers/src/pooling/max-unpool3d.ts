import type { Blueprint } from '@neurite/core';
import type { Tensor5D } from '@tensorflow/tfjs-core';
import type { Sides3d, Size3d } from '../image-options.js';
import { Unpool, unpool } from '../internal/indexed-pool.js';
import { AXES } from '../internal/spatial.js';
import type { Indexed } from './indexed.js';

/** The options of `maxUnpool3d`; those of the pool before it. */
export type MaxUnpool3dOptions = {
  /** The steps of the window. Default: the pool size. */
  readonly strides?: Size3d;
  /** What the pool has added at the borders. Default `valid`. */
  readonly padding?: 'valid' | Sides3d;
  /** The size that comes out. Default: the smallest that the pool takes to the size of the input. */
  readonly outputSize?: Size3d;
};

/** The module of `maxUnpool3d`. */
export class MaxUnpool3d extends Unpool<Tensor5D> {
  /** @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown */
  constructor({ poolSize, outputSize, ...options }: MaxUnpool3dOptions & { readonly poolSize: Size3d }) {
    super({ where: 'maxUnpool3d', axes: AXES[3], poolSize, outputSize }, options);
  }
}

/**
 * The inverse of `maxPoolWithIndices3d`, as far as there is one: each value where its maximum was, and zeros elsewhere.
 * Values of overlapping windows that share a maximum add up.
 *
 * @param poolSize the depth, height and width of the window; one number stands for all
 * @returns a blueprint for { values, indices } of volumes [depth, height, width, channels]
 * @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when there are not the two, or they differ
 * @example
 * using model = build(maxUnpool3d(2), { input: { values: [2, 2, 2, 1], indices: spec([2, 2, 2, 1], 'int32') } });
 * const values = ones<Rank.R5>([1, 2, 2, 2, 1]);
 * const y = model.forward({ values, indices: zeros([1, 2, 2, 2, 1], 'int32') }, inference()); // [1, 4, 4, 4, 1]
 * @see Zeiler, Taylor and Fergus, "Adaptive deconvolutional networks for mid and high level feature learning", 2011
 */
export function maxUnpool3d(
  poolSize: Size3d,
  options: MaxUnpool3dOptions = {},
): Blueprint<Indexed<Tensor5D>, Tensor5D> {
  const { outputSize, ...slide } = options;
  const call = { where: 'maxUnpool3d', axes: AXES[3], poolSize, outputSize };
  return unpool(call, { args: [poolSize, options], ...slide }, () => new MaxUnpool3d({ poolSize, ...options }));
}
