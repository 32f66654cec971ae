import { ArgumentError } from '@neurite/core';
import { abs, minimum, mul, type Scalar, sub, type Tensor } from '@tensorflow/tfjs-core';
import { elementwiseLoss } from './internal/elementwise-loss.js';
import type { LossOptions, ScalarReduction } from './reduction.js';

export type HuberOptions = LossOptions & {
  /** Up to which error the loss is a square: a finite number above 0. Default 1. */
  readonly delta?: number | undefined;
};

/**
 * The square of small errors, the amount of large ones, so that outliers pull no harder than `delta`:
 * `e²/2` where `|e| ≤ delta`, else `delta · (|e| − delta/2)`, with `e = prediction − target`.
 *
 * @param predictions float32, any shape
 * @param targets float32, int32 or bool, the same shape: nothing is broadcast
 * @param options delta; weights and reduction, see `LossOptions`
 * @returns a scalar, or with reduction `none` one loss per element; the caller owns it
 * @throws DtypeError
 * @throws ShapeError
 * @throws ArgumentError
 * @example
 * const loss = huber(tensor1d([1, 2]), tensor1d([1, 4]), { delta: 0.5 }); // 0.4375
 * @see Huber 1964, Robust Estimation of a Location Parameter
 */
export function huber(predictions: Tensor, targets: Tensor, options?: HuberOptions & ScalarReduction): Scalar;
export function huber(predictions: Tensor, targets: Tensor, options: HuberOptions): Tensor;
export function huber(predictions: Tensor, targets: Tensor, options: HuberOptions = {}): Tensor {
  const { delta = 1 } = options;
  checkDelta(delta);
  const evaluate = (predictions: Tensor, targets: Tensor): Tensor => {
    const size = abs(sub(predictions, targets));
    const inner = minimum(size, delta);
    // Both branches at once: up to delta it is size · size/2, beyond delta · (size − delta/2).
    return mul(inner, sub(size, mul(0.5, inner)));
  };
  return elementwiseLoss(
    { where: 'huber', names: ['predictions', 'targets'], evaluate },
    predictions,
    targets,
    options,
  );
}

function checkDelta(delta: number): void {
  if (!(Number.isFinite(delta) && delta > 0)) {
    throw new ArgumentError({
      where: 'huber',
      argument: 'delta',
      expected: 'be a finite number above 0',
      received: String(delta),
    });
  }
}
