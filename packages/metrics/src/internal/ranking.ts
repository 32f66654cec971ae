import type { Metric, MetricTotals, NamedTensors } from '@neurite/core';
import { cast, onesLike, tidy } from '@tensorflow/tfjs-core';
import { binaryAnswers, YES_OR_NO } from './binary-answers.js';
import { faults, judgeFaults } from './faults.js';
import type { MetricInput } from './weighing.js';

/** Scores, answers and weights of all samples, kept one after another. */
export const RANKING: NonNullable<Metric['combine']> = { scores: 'concat', truth: 'concat', weights: 'concat' };

/** What a metric over the order of scores keeps: 24 bytes for each sample. */
function rankingStatistics(where: string, { predictions, targets, weights }: MetricInput): NamedTensors {
  return tidy(() => {
    const input = binaryAnswers(where, { predictions, targets, weights }, 0);
    return {
      scores: input.scores,
      truth: input.truth,
      weights: input.weights === undefined ? onesLike(input.scores) : cast(input.weights, 'float32'),
      ...faults(input.given, input.outside, weights),
    };
  });
}

/** What is yes above a threshold: how much of it is, how much is not. */
export type CurvePoint = { readonly yes: number; readonly no: number };

/** From the highest threshold to the lowest, one point for each score, and how much yes and no there is. */
export type Curve = { readonly points: readonly CurvePoint[]; readonly yes: number; readonly no: number };

/**
 * The points between all and nothing is yes; samples of one score are reached together.
 *
 * @returns undefined once a prediction is NaN
 * @throws ArgumentError
 */
function curveOf(where: string, totals: MetricTotals): Curve | undefined {
  if (judgeFaults(where, totals, YES_OR_NO)) return undefined;
  const [scores, truth, weights] = [totals.scores!, totals.truth!, totals.weights!];
  const order = Uint32Array.from(scores.keys())
    .filter((sample) => weights[sample] !== 0)
    .sort((a, b) => scores[b]! - scores[a]! || 0); // ∞ − ∞ is no order
  const points: CurvePoint[] = [];
  let [yes, no] = [0, 0];
  for (let start = 0, end = 0; start < order.length; start = end) {
    for (; end < order.length && scores[order[end]!] === scores[order[start]!]; end++) {
      const sample = order[end]!;
      if (truth[sample] === 1) yes += weights[sample]!;
      else no += weights[sample]!;
    }
    points.push({ yes, no });
  }
  return { points, yes, no };
}

/** A metric over the order of scores: what `value` makes of their curve, NaN once a prediction is NaN. */
export function rankingMetric(where: string, value: (curve: Curve) => number): Metric {
  return {
    name: where,
    combine: RANKING,
    statistics: (predictions, targets, { weights } = {}) => rankingStatistics(where, { predictions, targets, weights }),
    value: (totals) => {
      const curve = curveOf(where, totals);
      return curve === undefined ? Number.NaN : value(curve);
    },
  };
}

/** The largest of some values of points, 0 where there is none. */
export function best(points: readonly CurvePoint[], value: (point: CurvePoint) => number | undefined): number {
  let largest = 0;
  for (const point of points) largest = Math.max(largest, value(point) ?? 0);
  return largest;
}
