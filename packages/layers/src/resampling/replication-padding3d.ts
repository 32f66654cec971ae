import type { Blueprint } from '@neurite/core';
import type { Tensor5D } from '@tensorflow/tfjs-core';
import type { Sides3d } from '../image-options.js';
import { copiedEdges, REPLICATED } from '../internal/edges.js';
import { Resample, resample } from '../internal/resample.js';
import { AXES } from '../internal/spatial.js';

/** The module of `replicationPadding3d`. */
export class ReplicationPadding3d extends Resample<Tensor5D> {
  /** @throws ArgumentError when the padding is not made of integers of at least 0 */
  constructor({ padding }: { readonly padding: Sides3d }) {
    super(copiedEdges({ where: 'replicationPadding3d', axes: AXES[3], amount: padding }, REPLICATED));
  }
}

/**
 * Repeats the outermost voxels of volumes (a a | a b c | c c).
 *
 * @param padding a number on all sides, or for each of `[depth, height, width]` a number or `[before, after]`
 * @returns a blueprint for volumes [depth, height, width, channels]; each size may be null
 * @throws ArgumentError when the padding is not made of integers of at least 0
 * @throws ShapeError from `outputSpec`, when the input is no volume
 * @example
 * using model = build(replicationPadding3d(1), { input: [2, 2, 2, 1] });
 * const y = model.forward(ones([2, 2, 2, 2, 1]), inference()); // [2, 4, 4, 4, 1]
 */
export function replicationPadding3d(padding: Sides3d): Blueprint<Tensor5D, Tensor5D> {
  const edges = copiedEdges({ where: 'replicationPadding3d', axes: AXES[3], amount: padding }, REPLICATED);
  return resample(edges, [padding], () => new ReplicationPadding3d({ padding }));
}
