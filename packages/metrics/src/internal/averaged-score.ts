import {
  ArgumentError,
  checkChoice,
  checkInteger,
  checkNumber,
  type Metric,
  type MetricTotals,
  type NamedTensors,
  resolveOptions,
} from '@neurite/core';
import { argMax, cast, expandDims, mul, oneHot, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Average, AverageOptions, PerClassOptions } from '../average.js';
import { binaryAnswers, YES_OR_NO } from './binary-answers.js';
import { classScores } from './class-scores.js';
import { faults, judgeFaults } from './faults.js';
import { ratio } from './ratio.js';
import { type MetricInput, totalWeight } from './weighing.js';

/** What is counted of one class, or of all decisions together. */
export type Counts = {
  /** How often it was predicted and true. */
  readonly hits: number;
  readonly predicted: number;
  readonly actual: number;
  /** How many decisions there were. */
  readonly count: number;
};

/** A metric over classes: a number, or with the average `none` one for each class. */
export type AveragedMetric = Metric<number> & Metric<number[]>;

/**
 * A metric that is a function of the counts of each class, averaged.
 *
 * @throws ArgumentError
 */
export function averagedScore(
  name: string,
  score: (counts: Counts) => number,
  options: AverageOptions | PerClassOptions,
): AveragedMetric {
  const resolved = resolveOptions(name, options as AverageOptions, {
    average: 'macro',
    classes: undefined,
    threshold: undefined,
  });
  const { classes, threshold } = resolved;
  const average = resolved.average as Average | 'none'; // that of `PerClassOptions`
  checkChoice(name, 'average', average, ['macro', 'micro', 'weighted', 'binary', 'none']);
  if (classes !== undefined) checkInteger(name, 'classes', classes, { min: 2 });
  if (threshold !== undefined) checkNumber(name, 'threshold', threshold);
  const refuse = (argument: string, expected: string, received: unknown): never => {
    throw new ArgumentError({ where: name, argument, expected, received: String(received) });
  };
  if (average === 'binary' && classes !== undefined) refuse('classes', "be left out for average 'binary'", classes);
  if (average !== 'binary' && threshold !== undefined) {
    refuse('threshold', "be left out unless average is 'binary'", threshold);
  }
  const metric: Metric<number | number[]> = {
    name,
    statistics: (predictions, targets, { weights } = {}) =>
      tidy(() => {
        const input = { predictions, targets, weights };
        return average === 'binary'
          ? binaryStatistics(name, input, threshold ?? 0)
          : classStatistics(name, input, classes);
      }),
    value: (totals) => {
      const broken = judgeFaults(name, totals, average === 'binary' ? YES_OR_NO : undefined);
      const counts = countsOf(totals);
      if (average === 'none') return counts.map((one) => (broken ? Number.NaN : score(one)));
      if (broken) return Number.NaN;
      if (average === 'micro' || average === 'binary') return score(counts.reduce(together));
      const counted = counts.filter(({ predicted, actual }) => classes !== undefined || predicted > 0 || actual > 0);
      const weights = counted.map(({ actual }) => (average === 'macro' ? 1 : actual));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return ratio(
        counted.reduce((sum, one, i) => sum + score(one) * weights[i]!, 0),
        total,
      );
    },
  };
  return metric as AveragedMetric; // of the average that was chosen
}

function classStatistics(where: string, input: MetricInput, expected?: number): NamedTensors {
  const { scores, actual, outside, weights, classes } = classScores(where, input, expected);
  const truth = oneHot(actual, classes, 1, 0, 'int32');
  const answers = oneHot(argMax(scores, -1) as Tensor, classes, 1, 0, 'int32');
  const weight = weights && expandDims(weights, -1);
  return {
    hits: sum(weighed(mul(truth, answers), weight), 0),
    predicted: sum(weighed(answers, weight), 0),
    actual: sum(weighed(truth, weight), 0),
    count: totalWeight(actual.size, weights),
    ...faults(scores, outside, input.weights),
  };
}

/** Counts of 0 and 1 as their weights count. */
function weighed(counts: Tensor, weights: Tensor | undefined): Tensor {
  return weights === undefined ? counts : mul(cast(counts, weights.dtype), weights);
}

/** Counts of yes and no. The caller tidies. */
export function binaryStatistics(where: string, input: MetricInput, threshold: number): NamedTensors {
  const { given, answers, truth, outside, weights } = binaryAnswers(where, input, threshold);
  return {
    hits: sum(weighed(mul(truth, answers), weights)),
    predicted: sum(weighed(answers, weights)),
    actual: sum(weighed(truth, weights)),
    count: totalWeight(truth.size, weights),
    ...faults(given, outside, input.weights),
  };
}

/** The counts of each class. */
export function countsOf({ hits, predicted, actual, count }: MetricTotals): Counts[] {
  return [...hits!].map((hit, i) => ({ hits: hit, predicted: predicted![i]!, actual: actual![i]!, count: count![0]! }));
}

function together(a: Counts, b: Counts): Counts {
  return {
    hits: a.hits + b.hits,
    predicted: a.predicted + b.predicted,
    actual: a.actual + b.actual,
    count: a.count + b.count,
  };
}
