import { ArgumentError, type MetricTotals, type NamedTensors } from '@neurite/core';
import { greaterEqual, isNaN as isNotANumber, logicalNot, scalar, stack, type Tensor } from '@tensorflow/tfjs-core';
import { countTrue } from './weighing.js';

/**
 * How many scores are NaN, how many targets are no classes, and how many weights are below 0 or NaN: counted along with the
 * statistics, since these read no value, and judged with the sums, so that none passes for an ordinary error of the model.
 *
 * @param outside which targets are no classes
 * @param weights as they were given
 */
export function faults(scores: Tensor, outside: Tensor, weights: Tensor | undefined): NamedTensors {
  return { faults: stack([countTrue(isNotANumber(scores)), countTrue(outside), wrongWeights(weights)]) };
}

/** How many weights are below 0 or NaN, as an int32 scalar. */
export function wrongWeights(weights: Tensor | undefined): Tensor {
  return weights === undefined ? scalar(0, 'int32') : countTrue(logicalNot(greaterEqual(weights, 0)));
}

/** What targets of a metric over classes must be. */
const CLASSES = 'be classes from 0 to the number of classes − 1, or rows that sum to 1';

/**
 * @returns whether the value is NaN because a prediction was
 * @throws ArgumentError when a target was no class, or a weight below 0
 */
export function judgeFaults(where: string, totals: MetricTotals, expected: string = CLASSES): boolean {
  const [notNumbers, outside, weights] = totals.faults as unknown as [number, number, number]; // as `faults` stacks them
  if (outside > 0) {
    throw new ArgumentError({ where, argument: 'targets', expected, received: `${outside} that are not` });
  }
  judgeWeights(where, weights);
  return notNumbers > 0;
}

/** @throws ArgumentError when there were weights below 0 */
export function judgeWeights(where: string, wrong: number): void {
  if (wrong === 0) return;
  throw new ArgumentError({ where, argument: 'weights', expected: 'be at least 0', received: `${wrong} that are not` });
}
