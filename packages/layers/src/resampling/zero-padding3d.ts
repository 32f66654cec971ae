import { type Blueprint, resolveOptions } from '@neurite/core';
import type { Tensor5D } from '@tensorflow/tfjs-core';
import type { Sides3d } from '../image-options.js';
import { constantEdges } from '../internal/edges.js';
import { Resample, resample } from '../internal/resample.js';
import { AXES } from '../internal/spatial.js';

/** The options of `zeroPadding3d`. */
export type ZeroPadding3dOptions = {
  /** The number that is put around, finite. Default 0. */
  readonly value?: number;
};

/** The module of `zeroPadding3d`. */
export class ZeroPadding3d extends Resample<Tensor5D> {
  /** @throws ArgumentError when the padding is not made of integers of at least 0, or an option is wrong */
  constructor({ padding, ...options }: ZeroPadding3dOptions & { readonly padding: Sides3d }) {
    super(resolve(padding, options));
  }
}

/**
 * Puts zeros around volumes. Another number than zero is the option `value`.
 *
 * @param padding a number on all sides, or for each of `[depth, height, width]` a number or `[before, after]`
 * @returns a blueprint for volumes [depth, height, width, channels]; each size may be null
 * @throws ArgumentError when the padding is not made of integers of at least 0, or an option is wrong
 * @throws ShapeError from `outputSpec`, when the input is no volume
 * @example
 * using model = build(zeroPadding3d(1), { input: [2, 2, 2, 1] });
 * const y = model.forward(ones([2, 2, 2, 2, 1]), inference()); // [2, 4, 4, 4, 1]
 */
export function zeroPadding3d(padding: Sides3d, options: ZeroPadding3dOptions = {}): Blueprint<Tensor5D, Tensor5D> {
  return resample(resolve(padding, options), [padding, options], () => new ZeroPadding3d({ padding, ...options }));
}

function resolve(padding: Sides3d, options: ZeroPadding3dOptions) {
  const { value } = resolveOptions('zeroPadding3d', options, { value: 0 });
  return constantEdges({ where: 'zeroPadding3d', axes: AXES[3], amount: padding }, value);
}
