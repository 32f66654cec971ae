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
import type { Loss, LossTerms, WeightOptions } from './contracts/loss.js';
import { ArgumentError, ShapeError } from './errors.js';
import { formatShape } from './shape.js';

/** A batch as a loss takes it. */
export type LossInput<Predictions, Targets, Weights> = {
  readonly predictions: Predictions;
  readonly targets: Targets;
  readonly weights?: Weights | undefined;
};

/** The loss of a batch: the scalar to differentiate, and what means over batches are made of. */
export type BatchLoss = {
  readonly value: Scalar;
  /** Its terms, unless it is one mean of a known number of losses. */
  readonly terms?: LossTerms;
  /** That number. */
  readonly weight?: number;
};

/**
 * Takes a loss in the way that costs least: its mean where there are no weights, else its terms and what they stand for.
 *
 * @param where who asks, for errors
 * @returns tensors that the caller owns
 * @throws ShapeError when the loss is not a scalar
 * @throws ArgumentError when there are weights, and the loss has no `terms` and reads none
 * @example
 * const squares: Loss = (predictions, targets) => mean(squaredDifference(predictions, targets));
 * const { value, weight } = batchLoss('my loop', squares, {
 *   predictions: tensor1d([1, 2]),
 *   targets: tensor1d([1, 4]),
 * }); // 2, of 2 samples
 */
export function batchLoss<Predictions, Targets, Weights>(
  where: string,
  loss: Loss<Predictions, Targets, Weights>,
  input: LossInput<Predictions, Targets, Weights>,
): BatchLoss {
  const { predictions, targets, weights } = input;
  if (weights === undefined && (loss.count !== undefined || loss.terms === undefined)) {
    const value = scalarLoss(where, loss(predictions, targets));
    return { value, weight: loss.count?.(predictions, targets) ?? samplesOf(targets as TensorTree) }; // made of tensors
  }
  const terms = lossTerms(where, loss, input);
  return { value: lossValue(terms), terms };
}

/**
 * The two terms of any loss. One that has no `terms` is taken for a mean: over the samples, or by the weights.
 *
 * @param where who asks, for errors
 * @returns terms that the caller owns
 * @throws ShapeError when the loss has no `terms` and is not a scalar
 * @throws ArgumentError when there are weights, and the loss has no `terms` and reads none
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
  return tidy(() => {
    let isRead = false;
    const options: WeightOptions<Weights> = {
      get weights() {
        isRead = true;
        return weights;
      },
    };
    const value = scalarLoss(where, loss(predictions, targets, options));
    if (weights !== undefined && !isRead) {
      throw new ArgumentError({
        where,
        argument: 'loss',
        expected: 'take the weights that the batch has',
        received: 'one that reads none',
        advice: 'Give it a third parameter { weights }, or take a loss of @neurite/losses',
      });
    }
    const weight = weights instanceof TensorClass ? sum(weights as Tensor) : scalar(samplesOf(targets as TensorTree)); // made of tensors
    return { total: mul(value, weight), weight };
  });
}

function scalarLoss(where: string, value: unknown): Scalar {
  if (value instanceof TensorClass && value.rank === 0) return value as Scalar; // rank 0
  throw new ShapeError({
    where,
    argument: 'loss',
    expected: 'return a scalar, the mean over the batch',
    received:
      value instanceof TensorClass
        ? `a tensor of shape ${formatShape(value.shape)}`
        : typeof value === 'function'
          ? 'a function'
          : String(value),
    advice: typeof value === 'function' ? 'Call it first: what makes a loss is not one' : undefined,
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
