import type { Blueprint } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Sides1d } from '../image-options.js';
import { copiedEdges, REPLICATED } from '../internal/edges.js';
import { Resample, resample } from '../internal/resample.js';
import { AXES } from '../internal/spatial.js';

/** The module of `replicationPadding1d`. */
export class ReplicationPadding1d extends Resample<Tensor3D> {
  /** @throws ArgumentError when the padding is not made of integers of at least 0 */
  constructor({ padding }: { readonly padding: Sides1d }) {
    super(copiedEdges({ where: 'replicationPadding1d', axes: AXES[1], amount: padding }, REPLICATED));
  }
}

/**
 * Repeats the outermost steps of sequences (a a | a b c | c c).
 *
 * @param padding a number at both ends, or `[before, after]`
 * @returns a blueprint for sequences [time, channels]; the time may be null
 * @throws ArgumentError when the padding is not made of integers of at least 0
 * @throws ShapeError from `outputSpec`, when the input is no sequence
 * @example
 * using model = build(replicationPadding1d(2), { input: [3, 1] });
 * const y = model.forward(tensor3d([1, 2, 3], [1, 3, 1]), inference()); // 1 1 1 2 3 3 3
 */
export function replicationPadding1d(padding: Sides1d): Blueprint<Tensor3D, Tensor3D> {
  const edges = copiedEdges({ where: 'replicationPadding1d', axes: AXES[1], amount: padding }, REPLICATED);
  return resample(edges, [padding], () => new ReplicationPadding1d({ padding }));
}
