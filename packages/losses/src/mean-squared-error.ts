import { type Scalar, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { type ElementwiseLoss, elementwiseLoss } from './internal/elementwise-loss.js';
import type { LossOptions, ScalarReduction } from './reduction.js';

const SQUARED: ElementwiseLoss = {
  where: 'meanSquaredError',
  names: ['predictions', 'targets'],
  evaluate: (predictions, targets) => square(sub(predictions, targets)),
};

/**
 * The mean of the squared errors, `(prediction − target)²`.
 *
 * @param predictions float32, any shape
 * @param targets float32, int32 or bool, the same shape: nothing is broadcast
 * @param options weights and reduction, see `LossOptions`
 * @returns a scalar, or with reduction `none` one loss per element; the caller owns it
 * @throws DtypeError
 * @throws ShapeError
 * @throws ArgumentError
 * @example
 * const loss = meanSquaredError(tensor1d([1, 2]), tensor1d([1, 4])); // 2
 */
export function meanSquaredError(predictions: Tensor, targets: Tensor, options?: LossOptions & ScalarReduction): Scalar;
export function meanSquaredError(predictions: Tensor, targets: Tensor, options: LossOptions): Tensor;
export function meanSquaredError(predictions: Tensor, targets: Tensor, options: LossOptions = {}): Tensor {
  return elementwiseLoss(SQUARED, predictions, targets, options);
}
