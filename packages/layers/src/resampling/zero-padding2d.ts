import { type Blueprint, resolveOptions } from '@neurite/core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Sides2d } from '../image-options.js';
import { constantEdges } from '../internal/edges.js';
import { Resample, resample } from '../internal/resample.js';
import { AXES } from '../internal/spatial.js';

/** The options of `zeroPadding2d`. */
export type ZeroPadding2dOptions = {
  /** The number that is put around, finite. Default 0. */
  readonly value?: number;
};

/** The module of `zeroPadding2d`. */
export class ZeroPadding2d extends Resample<Tensor4D> {
  /** @throws ArgumentError when the padding is not made of integers of at least 0, or an option is wrong */
  constructor({ padding, ...options }: ZeroPadding2dOptions & { readonly padding: Sides2d }) {
    super(resolve(padding, options));
  }
}

/**
 * Puts zeros around images. Another number than zero is the option `value`.
 *
 * @param padding a number on all sides, one for each of `[height, width]`, or `[[top, bottom], [left, right]]`
 * @returns a blueprint for images [height, width, channels]; each size may be null
 * @throws ArgumentError when the padding is not made of integers of at least 0, or an option is wrong
 * @throws ShapeError from `outputSpec`, when the input is no image
 * @example
 * using model = build(zeroPadding2d([0, [1, 2]]), { input: [4, 4, 3] });
 * const y = model.forward(ones([2, 4, 4, 3]), inference()); // [2, 4, 7, 3]
 */
export function zeroPadding2d(padding: Sides2d, options: ZeroPadding2dOptions = {}): Blueprint<Tensor4D, Tensor4D> {
  return resample(resolve(padding, options), [padding, options], () => new ZeroPadding2d({ padding, ...options }));
}

function resolve(padding: Sides2d, options: ZeroPadding2dOptions) {
  const { value } = resolveOptions('zeroPadding2d', options, { value: 0 });
  return constantEdges({ where: 'zeroPadding2d', axes: AXES[2], amount: padding }, value);
}
