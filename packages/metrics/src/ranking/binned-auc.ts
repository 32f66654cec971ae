import { checkChoice, checkInteger, type Metric, resolveOptions } from '@neurite/core';
import {
  add,
  isNaN as isNotANumber,
  logicalOr,
  mul,
  onesLike,
  scalar,
  sigmoid,
  tidy,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { binaryAnswers, YES_OR_NO } from '../internal/binary-answers.js';
import { faults, judgeFaults } from '../internal/faults.js';
import { binsOf, histogram } from '../internal/histogram.js';

const WHERE = 'binnedAuc';

export type BinnedAucOptions = {
  /** Over which curve: that of true over false positives, or of precision over recall. Default `roc`. */
  readonly curve?: 'roc' | 'precisionRecall' | undefined;
  /** How many thresholds between 0 and 1 there are, less one: an integer of at least 1. Default 200. */
  readonly bins?: number | undefined;
  /** What predictions are: logits, or probabilities. Default `logits`. */
  readonly from?: 'logits' | 'probabilities' | undefined;
};

/**
 * The area under the ROC curve, or under that of precision over recall, from counts of probabilities in bins: memory does not
 * grow with the data, as it does for `rocAuc` and `averagePrecision`, which are exact. The error is at most that of samples of
 * yes and no which share a bin.
 *
 * Predictions are one score per sample, [batch, …] or [batch, …, 1]; targets are 0 or 1; weights of the targets' shape or of
 * its first axes. Precision is interpolated within a bin, as in Keras. NaN once a prediction is NaN, and where there is no yes
 * (or, for `roc`, no no).
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for targets other than 0 and 1 and weights below 0
 * @example
 * const metrics = { auc: binnedAuc(), pr: binnedAuc({ curve: 'precisionRecall', bins: 1000 }) };
 * @see Davis and Goadrich 2006, The relationship between Precision-Recall and ROC curves, for the interpolation
 */
export function binnedAuc(options: BinnedAucOptions = {}): Metric {
  const { curve, bins, from } = resolveOptions(WHERE, options, { curve: 'roc', bins: 200, from: 'logits' });
  checkChoice(WHERE, 'curve', curve, ['roc', 'precisionRecall']);
  checkInteger(WHERE, 'bins', bins, { min: 1 });
  checkChoice(WHERE, 'from', from, ['logits', 'probabilities']);
  return {
    name: WHERE,
    statistics: (predictions, targets, { weights } = {}) =>
      tidy(() => {
        const input = binaryAnswers(WHERE, { predictions, targets, weights }, 0);
        const probabilities = from === 'logits' ? sigmoid(input.scores) : input.scores;
        // What is NaN, or neither yes nor no, is counted as a fault, and anywhere here.
        const broken = logicalOr(input.outside, isNotANumber(input.scores));
        const truth = where(broken, zerosLike(input.truth), input.truth);
        const index = add(
          mul(truth, scalar(bins, 'int32')),
          binsOf(where(broken, zerosLike(probabilities), probabilities), bins),
        );
        return {
          counts: histogram(index, input.weights ?? onesLike(input.truth), 2 * bins),
          ...faults(input.given, input.outside, weights),
        };
      }),
    value: (totals) => {
      if (judgeFaults(WHERE, totals, YES_OR_NO)) return Number.NaN;
      const [no, yes] = [totals.counts!.subarray(0, bins), totals.counts!.subarray(bins)];
      return curve === 'roc' ? rocArea(yes, no) : precisionArea(yes, no);
    },
  };
}

function rocArea(yes: Float64Array, no: Float64Array): number {
  let [found, wrong, area] = [0, 0, 0];
  for (let bin = yes.length - 1; bin >= 0; bin--) {
    area += no[bin]! * (found + yes[bin]! / 2);
    found += yes[bin]!;
    wrong += no[bin]!;
  }
  return area / (found * wrong);
}

/** Within a bin the share of yes among what is added is constant, so that precision is no straight line. */
function precisionArea(yes: Float64Array, no: Float64Array): number {
  let [found, all, area] = [0, 0, 0];
  for (let bin = yes.length - 1; bin >= 0; bin--) {
    const [more, before] = [yes[bin]! + no[bin]!, all];
    all += more;
    if (more > 0) {
      const slope = yes[bin]! / more;
      const rest = found - slope * before;
      const grown = before > 0 ? Math.log(all / before) : 0;
      area += slope * (yes[bin]! + rest * grown);
    }
    found += yes[bin]!;
  }
  return area / found;
}
