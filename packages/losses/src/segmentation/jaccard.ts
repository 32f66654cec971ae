import { add, div, sub } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import {
  areasOf,
  checkOverlap,
  checkOverlapOptions,
  OVERLAP_OPTIONS,
  type OverlapOptions,
  overlapShape,
} from '../internal/overlap.js';

export type JaccardOptions = OverlapOptions;

/**
 * One less the intersection over union of a predicted and a true area: `1 − (Σ p·t + ε) / (Σ p + Σ t − Σ p·t + ε)`. For boxes
 * take `boxIou`.
 *
 * Predictions, targets, weights and options are those of `dice`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = jaccard(tensor2d([[9, 9, -9, -9]]), tensor2d([[1, 0, 0, 0]], [1, 4], 'int32')); // 1 − 1/2
 * @see Rahman and Wang 2016, Optimizing Intersection-Over-Union in Deep Neural Networks for Image Segmentation
 */
export const jaccard: LossFunction<JaccardOptions> = defineLoss('jaccard', {
  options: OVERLAP_OPTIONS,
  checkOptions: (options) => checkOverlapOptions('jaccard', options),
  check: (predictions, targets, options) => checkOverlap('jaccard', predictions, targets, options),
  lossShape: overlapShape,
  losses: (predictions, targets, options) => {
    const { both, predicted, actual } = areasOf(predictions, targets, options);
    const { epsilon = 1e-7 } = options;
    return sub(1, div(add(both, epsilon), add(sub(add(predicted, actual), both), epsilon)));
  },
});
