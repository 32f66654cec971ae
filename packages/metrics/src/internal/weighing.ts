import { checkWeights, maskWeightless, type Shape, spreadWeights } from '@neurite/core';
import { broadcastTo, cast, mul, reshape, scalar, sum, type Tensor } from '@tensorflow/tfjs-core';

/** A batch of a metric. */
export type MetricInput = {
  readonly predictions: Tensor;
  readonly targets: Tensor;
  readonly weights: Tensor | undefined;
};

/** Predictions and targets of which those at weight 0 are 0, and the weights. */
export type Weighed = {
  readonly predictions: Tensor;
  readonly targets: Tensor;
  /** One for each element of the weighed shape, flat: float32, or int32 where they are integers; undefined for 1 each. */
  readonly weights: Tensor | undefined;
};

/**
 * Checks weights, and hides what stands at weight 0. The caller tidies.
 *
 * @param shape of what is weighed: those axes that predictions and targets have in common
 * @throws DtypeError
 * @throws ShapeError
 */
export function weigh(where: string, { predictions, targets, weights }: MetricInput, shape: Shape): Weighed {
  if (weights === undefined) return { predictions, targets, weights };
  checkWeights(where, weights, shape);
  const [guess, truth] = maskWeightless([predictions, targets], weights);
  const numbers = weights.dtype === 'bool' ? cast(weights, 'int32') : weights;
  const each = broadcastTo(spreadWeights(numbers, shape.length), [...shape]);
  return { predictions: guess, targets: truth, weights: reshape(each, [-1]) };
}

/**
 * How many are true, each counting as its weight: an int32 scalar, exact for any number of them, or float32 where weights
 * are.
 *
 * @param condition of as many elements as there are weights
 */
export function countTrue(condition: Tensor, weights?: Tensor): Tensor {
  if (weights === undefined) return sum(cast(condition, 'int32'));
  return sum(mul(cast(reshape(condition, [-1]), weights.dtype), weights));
}

/** Σ weights: what `count` elements are together. */
export function totalWeight(count: number, weights: Tensor | undefined): Tensor {
  return weights === undefined ? scalar(count, 'int32') : sum(weights);
}
