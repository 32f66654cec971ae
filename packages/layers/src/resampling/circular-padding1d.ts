import type { Blueprint } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Sides1d } from '../image-options.js';
import { CIRCULAR, copiedEdges } from '../internal/edges.js';
import { Resample, resample } from '../internal/resample.js';
import { AXES } from '../internal/spatial.js';

/** The module of `circularPadding1d`. */
export class CircularPadding1d extends Resample<Tensor3D> {
  /** @throws ArgumentError when the padding is not made of integers of at least 0 */
  constructor({ padding }: { readonly padding: Sides1d }) {
    super(copiedEdges({ where: 'circularPadding1d', axes: AXES[1], amount: padding }, CIRCULAR));
  }
}

/**
 * Goes on at the other end of sequences, as if each axis were a ring (b c | a b c | a b).
 *
 * @param padding a number at both ends, or `[before, after]`
 * @returns a blueprint for sequences [time, channels]; the time may be null
 * @throws ArgumentError when the padding is not made of integers of at least 0
 * @throws ShapeError from `outputSpec`, when the input is no sequence, or smaller than the padding
 * @example
 * using model = build(circularPadding1d(2), { input: [3, 1] });
 * const y = model.forward(tensor3d([1, 2, 3], [1, 3, 1]), inference()); // 2 3 1 2 3 1 2
 */
export function circularPadding1d(padding: Sides1d): Blueprint<Tensor3D, Tensor3D> {
  const edges = copiedEdges({ where: 'circularPadding1d', axes: AXES[1], amount: padding }, CIRCULAR);
  return resample(edges, [padding], () => new CircularPadding1d({ padding }));
}
