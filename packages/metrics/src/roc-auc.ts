import type { Metric } from '@neurite/core';
import { cast, onesLike, tidy } from '@tensorflow/tfjs-core';
import { binaryAnswers, YES_OR_NO } from './internal/binary-answers.js';
import { faults, judgeFaults } from './internal/faults.js';

const WHERE = 'rocAuc';

/**
 * The area under the ROC curve: how likely a sample of yes has a higher score than one of no; equal scores count one half.
 * Exact over the whole set: the scores of all samples are kept, 24 bytes each.
 *
 * Predictions are one score per sample, [batch, …] or [batch, …, 1], or two, of which the second is that of yes; targets
 * are 0 or 1; weights of the targets' shape or of its first axes. NaN once a prediction is NaN, and where all samples are
 * yes, or all no.
 *
 * `statistics` throws ShapeError and DtypeError, `value` ArgumentError for targets other than 0 and 1 and weights below 0.
 *
 * @example
 * const metrics = { auc: rocAuc };
 * @see Fawcett 2006, An introduction to ROC analysis
 */
export const rocAuc: Metric = {
  name: WHERE,
  combine: { scores: 'concat', truth: 'concat', weights: 'concat' },
  statistics: (predictions, targets, { weights } = {}) =>
    tidy(() => {
      const input = binaryAnswers(WHERE, { predictions, targets, weights }, 0);
      return {
        scores: input.scores,
        truth: input.truth,
        weights: input.weights === undefined ? onesLike(input.scores) : cast(input.weights, 'float32'),
        ...faults(input.given, input.outside, weights),
      };
    }),
  value: (totals) => {
    if (judgeFaults(WHERE, totals, YES_OR_NO)) return Number.NaN;
    const [scores, truth, weights] = [totals.scores!, totals.truth!, totals.weights!];
    const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
    let [yes, no, area] = [0, 0, 0];
    for (let start = 0, end = 0; start < order.length; start = end) {
      // Samples of one score are reached together.
      let [newYes, newNo] = [0, 0];
      for (; end < order.length && scores[order[end]!] === scores[order[start]!]; end++) {
        const sample = order[end]!;
        if (truth[sample] === 1) newYes += weights[sample]!;
        else newNo += weights[sample]!;
      }
      area += newNo * (yes + newYes / 2);
      yes += newYes;
      no += newNo;
    }
    return area / (yes * no);
  },
};
