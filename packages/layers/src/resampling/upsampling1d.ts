import { type Blueprint, resolveOptions } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Size1d } from '../image-options.js';
import { enlarge } from '../internal/enlarge.js';
import { Resample, resample } from '../internal/resample.js';
import { AXES } from '../internal/spatial.js';

/** The options of `upsampling1d`. */
export type Upsampling1dOptions = {
  /** How steps between those of the input are found. Default `nearest`. */
  readonly interpolation?: 'nearest' | 'linear' | 'cubic';
};

/** The module of `upsampling1d`. */
export class Upsampling1d extends Resample<Tensor3D> {
  /** @throws ArgumentError as `upsampling1d` does */
  constructor({ factor, ...options }: Upsampling1dOptions & { readonly factor: Size1d }) {
    super(resolve(factor, options));
  }
}

/**
 * Makes sequences larger by an integer factor. The centers of steps lie on each other, not their corners; beyond the
 * outermost centers the outermost steps go on. The cubic interpolation is that of Keys with a = −0.75.
 *
 * @param factor an integer of at least 1
 * @returns a blueprint for sequences [time, channels]; the time may be null
 * @throws ArgumentError when the factor is not made of integers of at least 1, or the interpolation or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no sequence
 * @example
 * using model = build(upsampling1d(2), { input: [2, 1] });
 * const y = model.forward(tensor3d([1, 2], [1, 2, 1]), inference()); // 1 1 2 2
 * @see Keys, "Cubic convolution interpolation for digital image processing", 1981; PyTorch has this a, Keras −0.5
 */
export function upsampling1d(factor: Size1d, options: Upsampling1dOptions = {}): Blueprint<Tensor3D, Tensor3D> {
  return resample(resolve(factor, options), [factor, options], () => new Upsampling1d({ factor, ...options }));
}

function resolve(factor: Size1d, options: Upsampling1dOptions) {
  const { interpolation } = resolveOptions('upsampling1d', options, { interpolation: 'nearest' });
  const names = { nearest: 'nearest', linear: 'linear', cubic: 'cubic' } as const;
  return enlarge({ where: 'upsampling1d', axes: AXES[1], factor }, interpolation, names);
}
