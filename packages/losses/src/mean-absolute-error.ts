import { abs, type Scalar, sub, type Tensor } from '@tensorflow/tfjs-core';
import { type ElementwiseLoss, elementwiseLoss } from './internal/elementwise-loss.js';
import type { LossOptions, ScalarReduction } from './reduction.js';

const ABSOLUTE: ElementwiseLoss = {
  where: 'meanAbsoluteError',
  names: ['predictions', 'targets'],
  evaluate: (predictions, targets) => abs(sub(predictions, targets)),
};

/**
 * The mean of the absolute errors, `|prediction − target|`. Its slope is ±1, and 0 where there is no error.
 *
 * @param predictions float32, any shape
 * @param targets float32, int32 or bool, the same shape: nothing is broadcast
 * @param options weights and reduction, see `LossOptions`
 * @returns a scalar, or with reduction `none` one loss per element; the caller owns it
 * @throws DtypeError
 * @throws ShapeError
 * @throws ArgumentError
 * @example
 * const loss = meanAbsoluteError(tensor1d([1, 2]), tensor1d([1, 4])); // 1
 */
export function meanAbsoluteError(
  predictions: Tensor,
  targets: Tensor,
  options?: LossOptions & ScalarReduction,
): Scalar;
export function meanAbsoluteError(predictions: Tensor, targets: Tensor, options: LossOptions): Tensor;
export function meanAbsoluteError(predictions: Tensor, targets: Tensor, options: LossOptions = {}): Tensor {
  return elementwiseLoss(ABSOLUTE, predictions, targets, options);
}
