import type { Answers, Score } from '@neurite/classical';
import { RandomStream } from '@neurite/core/random-stream';
import { studentT } from '@neurite/numeric';
import type { Interval } from '../statistics/intervals.js';
import { takeAnswers } from './scores.js';

const LEVEL = 0.95;
/** Fewer draws where there are many rows: their interval is narrow. */
const [LEAST_DRAWS, MOST_DRAWS, ROWS] = [100, 1000, 2_000_000];

/**
 * The mean of numbers of folds, which are not independent: they learn from the same rows.
 *
 * @param ratio rows that a fold predicts for each that it learns from
 * @see Nadeau and Bengio, "Inference for the generalization error", 2003
 */
export function foldInterval(values: readonly number[], ratio: number): Interval {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { mean, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const half = studentT(count - 1).quantile((1 + LEVEL) / 2) * Math.sqrt((1 / count + ratio) * variance);
  return { mean, lower: mean - half, upper: mean + half };
}

/**
 * A score of rows, with the interval of scores of rows that are drawn from them with replacement.
 *
 * @see Efron, "Bootstrap methods: another look at the jackknife", 1979
 */
export function bootstrapInterval(score: Score, truth: Float64Array, answers: Answers, seed: number): Interval {
  const random = RandomStream.fromSeed(seed).child('bootstrap');
  const draws = Math.max(LEAST_DRAWS, Math.min(MOST_DRAWS, Math.round(ROWS / truth.length)));
  const scores = Float64Array.from({ length: draws }, () => {
    const rows = Uint32Array.from(truth, () => random.integer(truth.length));
    return score(
      Float64Array.from(rows, (row) => truth[row]!),
      takeAnswers(answers, rows),
    );
  })
    .filter((value) => !Number.isNaN(value))
    .sort();
  const at = (share: number): number => scores[Math.min(scores.length - 1, Math.floor(share * scores.length))]!;
  return { mean: score(truth, answers), lower: at((1 - LEVEL) / 2), upper: at((1 + LEVEL) / 2) };
}
