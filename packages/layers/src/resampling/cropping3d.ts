import type { Blueprint } from '@neurite/core';
import type { Tensor5D } from '@tensorflow/tfjs-core';
import type { Sides3d } from '../image-options.js';
import { cutEdges } from '../internal/edges.js';
import { Resample, resample } from '../internal/resample.js';
import { AXES } from '../internal/spatial.js';

/** The module of `cropping3d`. */
export class Cropping3d extends Resample<Tensor5D> {
  /** @throws ArgumentError when the cropping is not made of integers of at least 0 */
  constructor({ cropping }: { readonly cropping: Sides3d }) {
    super(cutEdges({ where: 'cropping3d', axes: AXES[3], amount: cropping }));
  }
}

/**
 * Cuts voxels off the ends of volumes.
 *
 * @param cropping a number on all sides, or for each of `[depth, height, width]` a number or `[before, after]`
 * @returns a blueprint for volumes [depth, height, width, channels]; each size may be null
 * @throws ArgumentError when the cropping is not made of integers of at least 0
 * @throws ShapeError from `outputSpec`, when the input is no volume, or nothing would be left
 * @example
 * using model = build(cropping3d([0, 1, [0, 1]]), { input: [2, 3, 3, 1] });
 * const y = model.forward(ones([2, 2, 3, 3, 1]), inference()); // [2, 2, 1, 2, 1]
 */
export function cropping3d(cropping: Sides3d): Blueprint<Tensor5D, Tensor5D> {
  const edges = cutEdges({ where: 'cropping3d', axes: AXES[3], amount: cropping });
  return resample(edges, [cropping], () => new Cropping3d({ cropping }));
}
