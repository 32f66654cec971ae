import { formatShape, type Metric, type Shape, ShapeError, sameShape } from '@neurite/core';
import { cast, mul, reshape, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { judgeWeights, wrongWeights } from './faults.js';
import { ratio } from './ratio.js';
import { type MetricInput, totalWeight, type Weighed, weigh } from './weighing.js';

/** A metric that is a function of a mean over all elements or samples. */
export type MeanDefinition = {
  /** What is averaged; predictions and targets are float32. */
  readonly each: (predictions: Tensor, targets: Tensor) => Tensor;
  /** What becomes of the mean. Default: nothing. */
  readonly value?: (mean: number) => number;
  /** The shape of what is averaged. Default: that of the predictions. */
  readonly shape?: (predictions: Tensor) => Shape;
};

/** Makes a metric of numbers: predictions and targets of one shape. */
export function meanMetric(name: string, { each, value = (mean) => mean, shape }: MeanDefinition): Metric {
  return {
    name,
    statistics: (predictions, targets, { weights } = {}) =>
      tidy(() => {
        const input = weighPair(name, { predictions, targets, weights }, shape?.(predictions));
        const found = reshape(each(input.predictions, input.targets), [-1]);
        return {
          total: sum(input.weights === undefined ? found : mul(found, input.weights)),
          count: totalWeight(found.size, input.weights),
          wrongWeights: wrongWeights(weights),
        };
      }),
    value: ({ total, count, wrongWeights }) => {
      judgeWeights(name, wrongWeights![0]!);
      return value(ratio(total![0]!, count![0]!));
    },
  };
}

/**
 * Checks numbers of one shape, and weighs them. The caller tidies.
 *
 * @param shape of what is weighed. Default: theirs
 * @returns float32 predictions and targets
 * @throws ShapeError
 * @throws DtypeError
 */
export function weighPair(where: string, input: MetricInput, shape: Shape = input.predictions.shape): Weighed {
  const { predictions, targets } = input;
  if (!sameShape(predictions.shape, targets.shape)) {
    throw new ShapeError({
      where,
      argument: 'targets',
      expected: `have the shape of \`predictions\`, ${formatShape(predictions.shape)}`,
      received: formatShape(targets.shape),
    });
  }
  const weighed = weigh(where, input, shape);
  return {
    predictions: cast(weighed.predictions, 'float32'),
    targets: cast(weighed.targets, 'float32'),
    weights: weighed.weights,
  };
}
