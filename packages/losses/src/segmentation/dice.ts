import { add, div, mul, sub } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import {
  areasOf,
  checkOverlap,
  checkOverlapOptions,
  OVERLAP_OPTIONS,
  type OverlapOptions,
  overlapShape,
} from '../internal/overlap.js';

export type DiceOptions = OverlapOptions;

/**
 * How little a predicted area covers the true one: `1 − (2·Σ p·t + ε) / (Σ p + Σ t + ε)`, one less the F1 score of the
 * elements, for segmentation where the background is large.
 *
 * Predictions are float32, [batch, …] or [batch, …, classes]; targets float32, int32 or bool of the same shape, in [0, 1],
 * or int32 classes without the last axis. Sums are over all axes of a sample, or of a class of it (`perClass`). Weights are
 * [batch], or [batch, classes] per class. Options are those of `OverlapOptions`, weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const masks = dice(tensor2d([[9, 9, -9, -9]]), tensor2d([[1, 0, 0, 0]], [1, 4], 'int32')); // 1 − 2/3
 * const loss = dice.with({ activation: 'softmax', ignoreIndex: 255 }); // for images of classes
 * @see Milletari, Navab and Ahmadi 2016, V-Net
 */
export const dice: LossFunction<DiceOptions> = defineLoss('dice', {
  options: OVERLAP_OPTIONS,
  checkOptions: (options) => checkOverlapOptions('dice', options),
  check: (predictions, targets, options) => checkOverlap('dice', predictions, targets, options),
  lossShape: overlapShape,
  losses: (predictions, targets, options) => {
    const { both, predicted, actual } = areasOf(predictions, targets, options);
    const { epsilon = 1e-7 } = options;
    return sub(1, div(add(mul(both, 2), epsilon), add(add(predicted, actual), epsilon)));
  },
});
