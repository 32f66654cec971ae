import { ArgumentError, type MetricTotals, type NamedTensors } from '@neurite/core';
import { cast, isNaN as isNotANumber, sum, type Tensor } from '@tensorflow/tfjs-core';

/**
 * How many scores are no numbers, and how many targets are no classes: counted along with the statistics, since these
 * read no value, and judged with the sums, so that neither passes for an ordinary error of the model.
 *
 * @param outside which targets are no classes
 */
export function faults(scores: Tensor, outside: Tensor): NamedTensors {
  return { notNumbers: countTrue(isNotANumber(scores)), outside: countTrue(outside) };
}

/** How many are true, as an int32 scalar: exact for any number of them. */
export function countTrue(condition: Tensor): Tensor {
  return sum(cast(condition, 'int32'));
}

/** What targets of a metric over classes must be. */
const CLASSES = 'be class numbers from 0 to the number of classes − 1, or rows that sum to 1';

/**
 * @returns whether the value is NaN because a prediction was
 * @throws ArgumentError when a target was no class
 */
export function judgeFaults(where: string, totals: MetricTotals, expected: string = CLASSES): boolean {
  const outside = totals.outside![0]!;
  if (outside > 0) {
    throw new ArgumentError({ where, argument: 'targets', expected, received: `${outside} that are not` });
  }
  return totals.notNumbers![0]! > 0;
}
