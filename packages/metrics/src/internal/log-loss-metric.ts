import { type Metric, resolveOptions } from '@neurite/core';
import { equal, mul, neg, sum, type Tensor, tidy, where, zerosLike } from '@tensorflow/tfjs-core';
import { classScores } from './class-scores.js';
import { faults, judgeFaults } from './faults.js';
import { checkFrom, logOfTruth, type ProbabilityOptions } from './probabilities.js';
import { ratio } from './ratio.js';
import { totalWeight } from './weighing.js';

/** A metric that is a function of the mean of `−log p` of the true classes. */
export function logLossMetric(name: string, value: (mean: number) => number, options: ProbabilityOptions): Metric {
  const { from } = resolveOptions(name, options, { from: 'logits' });
  checkFrom(name, from);
  return {
    name,
    statistics: (predictions, targets, { weights } = {}) =>
      tidy(() => {
        const input = classScores(name, { predictions, targets, weights });
        const losses = neg(logOfTruth(input.scores, input.actual, from));
        return {
          total: sum(input.weights === undefined ? losses : weighed(losses, input.weights)),
          count: totalWeight(losses.size, input.weights),
          ...faults(input.scores, input.outside, weights),
        };
      }),
    value: (totals) => (judgeFaults(name, totals) ? Number.NaN : value(ratio(totals.total![0]!, totals.count![0]!))),
  };
}

/** 0 at weight 0, where the loss may be infinite. */
function weighed(losses: Tensor, weights: Tensor): Tensor {
  return mul(where(equal(weights, 0), zerosLike(losses), losses), weights);
}
