import type { Metric } from '@neurite/core';
import { cast, onesLike, reshape, scalar, tidy } from '@tensorflow/tfjs-core';
import { judgeWeights, wrongWeights } from '../internal/faults.js';
import { weighPair } from '../internal/mean-metric.js';

const WHERE = 'spearmanCorrelation';

/**
 * The correlation of the ranks of predictions and targets: 1 where a higher target always has a higher prediction, −1 where
 * always a lower one. Equal numbers share the mean of their ranks. Exact over the whole set: all numbers are kept, 24 bytes
 * each.
 *
 * Predictions and targets have the same shape; each element of a sample is an output of its own, whose values are averaged.
 * Weights are of that shape or of its first axes; a sample of weight 3 counts as three of it. NaN once an element is NaN, where
 * all are equal, and for an empty set. `statistics` throws ShapeError and DtypeError, `value` ArgumentError for weights below
 * 0.
 *
 * @example
 * const metrics = { spearmanCorrelation };
 * @see Spearman 1904, The Proof and Measurement of Association between Two Things
 */
export const spearmanCorrelation: Metric = {
  name: WHERE,
  combine: { predictions: 'concat', targets: 'concat', weights: 'concat', outputs: 'maximum' },
  statistics: (predictions, targets, { weights } = {}) =>
    tidy(() => {
      const input = weighPair(WHERE, { predictions, targets, weights });
      const batch = predictions.shape[0] ?? 1;
      const flat = reshape(input.predictions, [-1]);
      return {
        predictions: flat,
        targets: reshape(input.targets, [-1]),
        weights: input.weights === undefined ? onesLike(flat) : cast(input.weights, 'float32'),
        outputs: scalar(batch === 0 ? Number.NEGATIVE_INFINITY : predictions.size / batch),
        wrongWeights: wrongWeights(weights),
      };
    }),
  value: (totals) => {
    judgeWeights(WHERE, totals.wrongWeights![0]!);
    const outputs = Math.max(totals.outputs?.[0] ?? 0, 0);
    let total = 0;
    for (let output = 0; output < outputs; output++) {
      const column = (values: Float64Array): Float64Array =>
        Float64Array.from({ length: values.length / outputs }, (_, i) => values[i * outputs + output]!);
      const weights = column(totals.weights!);
      total += correlation(
        ranks(column(totals.predictions!), weights),
        ranks(column(totals.targets!), weights),
        weights,
      );
    }
    return total / outputs;
  },
};

/** The rank of each value; of equal ones the mean of theirs. NaN where a value that counts is. */
function ranks(values: Float64Array, weights: Float64Array): Float64Array {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || 0); // ∞ − ∞ is no order
  const found = new Float64Array(values.length);
  let below = 0;
  for (let start = 0, end = 0; start < order.length; start = end) {
    let weight = 0;
    const value = values[order[start]!]!;
    for (end = start; end === start || values[order[end]!] === value; end++) weight += weights[order[end]!]!;
    for (let i = start; i < end; i++) found[order[i]!] = Number.isNaN(value) ? value : below + weight / 2;
    below += weight;
  }
  return found;
}

function correlation(a: Float64Array, b: Float64Array, weights: Float64Array): number {
  let [n, meanA, meanB, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (const [i, weight] of weights.entries()) {
    if (weight === 0) continue;
    n += weight;
    const [da, db] = [a[i]! - meanA, b[i]! - meanB];
    meanA += (da * weight) / n;
    meanB += (db * weight) / n;
    aa += weight * da * (a[i]! - meanA);
    bb += weight * db * (b[i]! - meanB);
    ab += weight * da * (b[i]! - meanB);
  }
  return ab / Math.sqrt(aa * bb);
}
