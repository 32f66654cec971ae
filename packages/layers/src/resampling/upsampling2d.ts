import { type Blueprint, resolveOptions } from '@neurite/core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Size2d } from '../image-options.js';
import { enlarge } from '../internal/enlarge.js';
import { Resample, resample } from '../internal/resample.js';
import { AXES } from '../internal/spatial.js';

/** The options of `upsampling2d`. */
export type Upsampling2dOptions = {
  /** How pixels between those of the input are found. Default `nearest`. */
  readonly interpolation?: 'nearest' | 'bilinear' | 'bicubic';
};

/** The module of `upsampling2d`. */
export class Upsampling2d extends Resample<Tensor4D> {
  /** @throws ArgumentError as `upsampling2d` does */
  constructor({ factor, ...options }: Upsampling2dOptions & { readonly factor: Size2d }) {
    super(resolve(factor, options));
  }
}

/**
 * Makes images larger by an integer factor. The centers of pixels lie on each other, not their corners; beyond the
 * outermost centers the outermost pixels go on. The bicubic interpolation is that of Keys with a = −0.75.
 *
 * @param factor an integer of at least 1 for all axes, or one for each
 * @returns a blueprint for images [height, width, channels]; each size may be null
 * @throws ArgumentError when the factor is not made of integers of at least 1, or the interpolation or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no image
 * @example
 * using model = build(upsampling2d(2, { interpolation: 'bilinear' }), { input: [4, 5, 3] });
 * const y = model.forward(ones([2, 4, 5, 3]), inference()); // [2, 8, 10, 3]
 * @see Keys, "Cubic convolution interpolation for digital image processing", 1981; PyTorch has this a, Keras −0.5
 */
export function upsampling2d(factor: Size2d, options: Upsampling2dOptions = {}): Blueprint<Tensor4D, Tensor4D> {
  return resample(resolve(factor, options), [factor, options], () => new Upsampling2d({ factor, ...options }));
}

function resolve(factor: Size2d, options: Upsampling2dOptions) {
  const { interpolation } = resolveOptions('upsampling2d', options, { interpolation: 'nearest' });
  const names = { nearest: 'nearest', bilinear: 'linear', bicubic: 'cubic' } as const;
  return enlarge({ where: 'upsampling2d', axes: AXES[2], factor }, interpolation, names);
}
