import {
  divNoNan,
  mul,
  type Scalar,
  scalar,
  sum,
  type Tensor,
  Tensor as TensorClass,
  tidy,
} from '@tensorflow/tfjs-core';
import type { TensorTree } from './contracts/batch.js';
import type { Loss, LossTerms } from './contracts/loss.js';
import { ArgumentError } from './errors.js';

/** A batch as a loss takes it. */
export type LossInput<Predictions, Targets, Weights> = {
  readonly predictions: Predictions;
  readonly targets: Targets;
  readonly weights?: Weights | undefined;
};

/**
 * The two terms of any loss. One that has no `terms` counts each sample as 1, and takes no weights.
 *
 * @param where who asks, for errors
 * @returns terms that the caller owns
 * @throws ArgumentError when there are weights, and the loss has no `terms`
 * @example
 * const absolute: Loss = (predictions, targets) => mean(abs(sub(predictions, targets)));
 * const { total, weight } = lossTerms('my loop', absolute, {
 *   predictions: tensor1d([1, 2]),
 *   targets: tensor1d([1, 4]),
 * }); // 2 and 2
 */
export function lossTerms<Predictions, Targets, Weights>(
  where: string,
  loss: Loss<Predictions, Targets, Weights>,
  { predictions, targets, weights }: LossInput<Predictions, Targets, Weights>,
): LossTerms {
  if (loss.terms !== undefined) return loss.terms(predictions, targets, { weights });
  if (weights !== undefined) {
    throw new ArgumentError({
      where,
      argument: 'loss',
      expected: 'have `terms` where there are weights',
      received: 'a function alone',
      advice: 'Take a loss of @neurite/losses, or make one with its defineLoss',
    });
  }
  return tidy(() => {
    const samples = samplesOf(targets as TensorTree); // what a loss compares is made of tensors
    return { total: mul(loss(predictions, targets), samples), weight: scalar(samples) };
  });
}

/**
 * The loss that its terms stand for: total / weight, of several parts the sum; 0 where a weight is 0.
 *
 * @returns a scalar that the caller owns
 * @example
 * const loss = lossValue({ total: scalar(8), weight: scalar(5) }); // 1.6
 */
export function lossValue({ total, weight }: LossTerms): Scalar {
  // Weights are constants: a factor needs no gradient of a quotient.
  return tidy(() => sum(mul(total, divNoNan(1, weight))));
}

/** The size of the batch axis. */
function samplesOf(value: TensorTree): number {
  if (value instanceof TensorClass) return (value as Tensor).shape[0] ?? 1;
  const [first] = Object.values(value) as TensorTree[]; // of a list or a record
  return first === undefined ? 1 : samplesOf(first);
}
