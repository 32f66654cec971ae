import type { Blueprint } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Sides1d } from '../image-options.js';
import { copiedEdges, MIRRORED } from '../internal/edges.js';
import { Resample, resample } from '../internal/resample.js';
import { AXES } from '../internal/spatial.js';

/** The module of `reflectionPadding1d`. */
export class ReflectionPadding1d extends Resample<Tensor3D> {
  /** @throws ArgumentError when the padding is not made of integers of at least 0 */
  constructor({ padding }: { readonly padding: Sides1d }) {
    super(copiedEdges({ where: 'reflectionPadding1d', axes: AXES[1], amount: padding }, MIRRORED));
  }
}

/**
 * Puts a mirror image around sequences: the outermost steps are the mirror, and not repeated (c b | a b c | b a).
 *
 * @param padding a number at both ends, or `[before, after]`
 * @returns a blueprint for sequences [time, channels]; the time may be null
 * @throws ArgumentError when the padding is not made of integers of at least 0
 * @throws ShapeError from `outputSpec`, when the input is no sequence, or not larger than the padding
 * @example
 * using model = build(reflectionPadding1d(2), { input: [3, 1] });
 * const y = model.forward(tensor3d([1, 2, 3], [1, 3, 1]), inference()); // 3 2 1 2 3 2 1
 */
export function reflectionPadding1d(padding: Sides1d): Blueprint<Tensor3D, Tensor3D> {
  const edges = copiedEdges({ where: 'reflectionPadding1d', axes: AXES[1], amount: padding }, MIRRORED);
  return resample(edges, [padding], () => new ReflectionPadding1d({ padding }));
}
