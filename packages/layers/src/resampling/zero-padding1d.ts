import { type Blueprint, resolveOptions } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Sides1d } from '../image-options.js';
import { constantEdges } from '../internal/edges.js';
import { Resample, resample } from '../internal/resample.js';
import { AXES } from '../internal/spatial.js';

/** The options of `zeroPadding1d`. */
export type ZeroPadding1dOptions = {
  /** The number that is put around, finite. Default 0. */
  readonly value?: number;
};

/** The module of `zeroPadding1d`. */
export class ZeroPadding1d extends Resample<Tensor3D> {
  /** @throws ArgumentError when the padding is not made of integers of at least 0, or an option is wrong */
  constructor({ padding, ...options }: ZeroPadding1dOptions & { readonly padding: Sides1d }) {
    super(resolve(padding, options));
  }
}

/**
 * Puts zeros around sequences. Another number than zero is the option `value`.
 *
 * @param padding a number at both ends, or `[before, after]`
 * @returns a blueprint for sequences [time, channels]; the time may be null
 * @throws ArgumentError when the padding is not made of integers of at least 0, or an option is wrong
 * @throws ShapeError from `outputSpec`, when the input is no sequence
 * @example
 * using model = build(zeroPadding1d([1, 0]), { input: [2, 1] });
 * const y = model.forward(tensor3d([1, 2], [1, 2, 1]), inference()); // [[[0], [1], [2]]]
 */
export function zeroPadding1d(padding: Sides1d, options: ZeroPadding1dOptions = {}): Blueprint<Tensor3D, Tensor3D> {
  return resample(resolve(padding, options), [padding, options], () => new ZeroPadding1d({ padding, ...options }));
}

function resolve(padding: Sides1d, options: ZeroPadding1dOptions) {
  const { value } = resolveOptions('zeroPadding1d', options, { value: 0 });
  return constantEdges({ where: 'zeroPadding1d', axes: AXES[1], amount: padding }, value);
}
