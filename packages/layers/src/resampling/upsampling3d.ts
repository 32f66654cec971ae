import { type Blueprint, resolveOptions } from '@neurite/core';
import type { Tensor5D } from '@tensorflow/tfjs-core';
import type { Size3d } from '../image-options.js';
import { enlarge } from '../internal/enlarge.js';
import { Resample, resample } from '../internal/resample.js';
import { AXES } from '../internal/spatial.js';

/** The options of `upsampling3d`. */
export type Upsampling3dOptions = {
  /** How voxels between those of the input are found. Default `nearest`. */
  readonly interpolation?: 'nearest' | 'trilinear' | 'tricubic';
};

/** The module of `upsampling3d`. */
export class Upsampling3d extends Resample<Tensor5D> {
  /** @throws ArgumentError as `upsampling3d` does */
  constructor({ factor, ...options }: Upsampling3dOptions & { readonly factor: Size3d }) {
    super(resolve(factor, options));
  }
}

/**
 * Makes volumes larger by an integer factor. The centers of voxels lie on each other, not their corners; beyond the
 * outermost centers the outermost voxels go on. The tricubic interpolation is that of Keys with a = −0.75.
 *
 * @param factor an integer of at least 1 for all axes, or one for each
 * @returns a blueprint for volumes [depth, height, width, channels]; each size may be null
 * @throws ArgumentError when the factor is not made of integers of at least 1, or the interpolation or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no volume
 * @example
 * using model = build(upsampling3d([1, 2, 2]), { input: [2, 3, 3, 1] });
 * const y = model.forward(ones([2, 2, 3, 3, 1]), inference()); // [2, 2, 6, 6, 1]
 * @see Keys, "Cubic convolution interpolation for digital image processing", 1981; PyTorch has this a, Keras −0.5
 */
export function upsampling3d(factor: Size3d, options: Upsampling3dOptions = {}): Blueprint<Tensor5D, Tensor5D> {
  return resample(resolve(factor, options), [factor, options], () => new Upsampling3d({ factor, ...options }));
}

function resolve(factor: Size3d, options: Upsampling3dOptions) {
  const { interpolation } = resolveOptions('upsampling3d', options, { interpolation: 'nearest' });
  const names = { nearest: 'nearest', trilinear: 'linear', tricubic: 'cubic' } as const;
  return enlarge({ where: 'upsampling3d', axes: AXES[3], factor }, interpolation, names);
}
