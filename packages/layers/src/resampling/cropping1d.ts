import type { Blueprint } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Sides1d } from '../image-options.js';
import { cutEdges } from '../internal/edges.js';
import { Resample, resample } from '../internal/resample.js';
import { AXES } from '../internal/spatial.js';

/** The module of `cropping1d`. */
export class Cropping1d extends Resample<Tensor3D> {
  /** @throws ArgumentError when the cropping is not made of integers of at least 0 */
  constructor({ cropping }: { readonly cropping: Sides1d }) {
    super(cutEdges({ where: 'cropping1d', axes: AXES[1], amount: cropping }));
  }
}

/**
 * Cuts steps off the ends of sequences.
 *
 * @param cropping a number at both ends, or `[before, after]`
 * @returns a blueprint for sequences [time, channels]; the time may be null
 * @throws ArgumentError when the cropping is not made of integers of at least 0
 * @throws ShapeError from `outputSpec`, when the input is no sequence, or nothing would be left
 * @example
 * using model = build(cropping1d([1, 0]), { input: [3, 1] });
 * const y = model.forward(tensor3d([1, 2, 3], [1, 3, 1]), inference()); // [[[2], [3]]]
 */
export function cropping1d(cropping: Sides1d): Blueprint<Tensor3D, Tensor3D> {
  const edges = cutEdges({ where: 'cropping1d', axes: AXES[1], amount: cropping });
  return resample(edges, [cropping], () => new Cropping1d({ cropping }));
}
