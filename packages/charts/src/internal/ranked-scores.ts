import { describeValue } from '@neurite/core/checks';
import { checkFinite, checkLength, invalid, type Numbers } from './check.js';

/** The numbers of positives and negatives that pass a threshold; equal scores pass together. */
export type Passed = { readonly threshold: number; readonly positives: number; readonly negatives: number };

export type RankedScores = {
  readonly steps: readonly Passed[];
  readonly positives: number;
  readonly negatives: number;
};

/**
 * The numbers that pass each threshold, from the highest score to the lowest.
 *
 * @throws ArgumentError for scores that are not finite, labels other than 0 and 1, and labels that are all equal
 * @throws ShapeError when the numbers of scores and labels differ
 */
export function rankScores(where: string, scores: Numbers, labels: ArrayLike<number | boolean>): RankedScores {
  checkFinite(where, 'scores', scores);
  checkLength(where, 'labels', labels, { length: scores.length, as: 'scores' });
  const truths = Array.from(labels, (label, i) => {
    if (label === 1 || label === 0 || typeof label === 'boolean') return Number(label);
    throw invalid(where, 'labels', { expected: 'have only 0 and 1', received: `${describeValue(label)} at ${i}` });
  });
  const total = truths.reduce((sum, truth) => sum + truth, 0);
  if (total === 0 || total === truths.length) {
    const received = total === 0 ? 'only 0' : 'only 1';
    throw invalid(where, 'labels', { expected: 'have both 0 and 1', received });
  }

  const order = truths.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const steps: Passed[] = [];
  let positives = 0;
  order.forEach((sample, rank) => {
    positives += truths[sample]!;
    const next = order[rank + 1];
    if (next !== undefined && scores[next] === scores[sample]) return;
    steps.push({ threshold: scores[sample]!, positives, negatives: rank + 1 - positives });
  });
  return { steps, positives: total, negatives: truths.length - total };
}

/** Drops points that are too close to the previous one to be seen; keeps the first and the last. */
export function thin<Point extends { readonly x: number; readonly y: number }>(points: readonly Point[]): Point[] {
  const near = 1 / 2000;
  let kept = points[0]!;
  return points.filter((point, i) => {
    const far = Math.abs(point.x - kept.x) > near || Math.abs(point.y - kept.y) > near;
    if (i > 0 && i < points.length - 1 && !far) return false;
    kept = point;
    return true;
  });
}
