import { checkNumber } from '@neurite/core';
import { add, div, maximum, mul, pow, sub, type Tensor } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import {
  areasOf,
  checkOverlap,
  checkOverlapOptions,
  OVERLAP_OPTIONS,
  type OverlapOptions,
  overlapShape,
} from '../internal/overlap.js';

const WHERE = 'tversky';

export type TverskyOptions = OverlapOptions & {
  /** How much counts what is predicted and not true: a finite number of at least 0. Default 0.5. */
  readonly alpha?: number | undefined;
  /** How much counts what is true and not predicted: a finite number of at least 0. Default 0.5. */
  readonly beta?: number | undefined;
  /** The power of the loss: a finite number above 0; the focal Tversky loss takes 0.75. Default 1. */
  readonly gamma?: number | undefined;
};

/**
 * The dice loss with weights for both kinds of errors: `(1 − (I + ε) / (I + α·F + β·M + ε))ᵞ`, where `I = Σ p·t` is right,
 * `F = Σ p·(1 − t)` false, and `M = Σ (1 − p)·t` missing. Both weights 0.5 are dice, both 1 are jaccard.
 *
 * Predictions, targets, weights and the other options are those of `dice`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const mask = tensor2d([[1, 0, 0, 0]], [1, 4], 'int32');
 * const loss = tversky(tensor2d([[9, 9, -9, -9]]), mask, { alpha: 0.3, beta: 0.7 }); // 1 − 1/1.3
 * @see Salehi, Erdogmus and Gholipour 2017, Tversky loss function for image segmentation
 */
export const tversky: LossFunction<TverskyOptions> = defineLoss<TverskyOptions>(WHERE, {
  options: [...OVERLAP_OPTIONS, 'alpha', 'beta', 'gamma'],
  checkOptions: ({ alpha = 0.5, beta = 0.5, gamma = 1, ...overlap }) => {
    checkNumber(WHERE, 'alpha', alpha, { atLeast: 0 });
    checkNumber(WHERE, 'beta', beta, { atLeast: 0 });
    checkNumber(WHERE, 'gamma', gamma, { above: 0 });
    checkOverlapOptions(WHERE, overlap);
  },
  check: (predictions, targets, options) => checkOverlap(WHERE, predictions, targets, options),
  lossShape: overlapShape,
  losses: (predictions, targets, options) => {
    const { both, predicted, actual } = areasOf(predictions, targets, options);
    const { alpha = 0.5, beta = 0.5, gamma = 1, epsilon = 1e-7 } = options;
    const wrong: Tensor = add(mul(sub(predicted, both), alpha), mul(sub(actual, both), beta));
    const loss: Tensor = sub(1, div(add(both, epsilon), add(add(both, wrong), epsilon)));
    // The derivative of a power below 1 is infinite at 0.
    return gamma === 1 ? loss : pow(maximum(loss, 1e-12), gamma);
  },
});
