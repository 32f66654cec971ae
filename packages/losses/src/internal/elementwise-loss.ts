import { cast, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { LossOptions } from '../reduction.js';
import { checkPair } from './check-tensors.js';
import { checkLossOptions, reduceLosses } from './reduce-losses.js';

/** A loss of one prediction and one target. */
export type ElementwiseLoss = {
  readonly where: string;
  /** What its two arguments are called, for errors. */
  readonly names: readonly [string, string];
  /** Both float32 of one shape; the result too. */
  readonly evaluate: (predictions: Tensor, targets: Tensor) => Tensor;
};

/** Checks, evaluates and reduces. The caller owns the result. */
export function elementwiseLoss(
  { where, names, evaluate }: ElementwiseLoss,
  predictions: Tensor,
  targets: Tensor,
  options: LossOptions,
): Tensor {
  checkPair(where, names, predictions, targets);
  checkLossOptions(where, options, predictions.shape);
  return tidy(() => reduceLosses(evaluate(predictions, cast(targets, 'float32')), options));
}
