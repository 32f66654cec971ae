import type { Score } from '@neurite/classical';
import { RandomStream } from '@neurite/core/random-stream';
import type { Interval } from '../statistics/intervals.js';
import { foldInterval } from './intervals.js';
import type { PreparedFolds } from './prepared-folds.js';
import { ask } from './scores.js';
import type { Tuned } from './search.js';

/** How good a kind of model is with fewer rows to learn from: in the folds, by the number of rows. */
export type LearningCurve = readonly {
  readonly rows: number;
  readonly scores: readonly number[];
  readonly interval: Interval;
}[];

const SHARES = [1 / 8, 1 / 4, 1 / 2];
const LEAST = 20;

export async function learningCurveOf(
  { values, scores, candidate }: Tuned,
  folds: PreparedFolds,
  {
    score,
    classes,
    seed,
    ratio,
  }: { readonly score: Score; readonly classes: number | undefined; readonly seed: number; readonly ratio: number },
): Promise<LearningCurve> {
  const { preparation, estimator } = candidate.choose(values);
  const curve: { rows: number; scores: readonly number[]; interval: Interval }[] = [];
  const all = Math.min(
    ...Array.from({ length: folds.count }, (_, fold) => folds.get(preparation, fold).training.y.length),
  );
  for (const share of SHARES) {
    const rows = Math.round(share * all);
    if (rows < LEAST) continue;
    const own: number[] = [];
    for (let fold = 0; fold < folds.count; fold++) {
      const { training, validation } = folds.get(preparation, fold);
      const chosen = RandomStream.fromSeed(seed)
        .child(`curve ${fold}`)
        .permutation(training.y.length)
        .subarray(0, rows);
      const { columns, data } = training.x;
      const part = new Float64Array(rows * columns);
      for (const [i, row] of chosen.entries()) part.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
      const y = Float64Array.from(chosen, (row) => training.y[row]!);
      const model = await estimator.fit({ ...training.x, rows, data: part }, y, { seed });
      own.push(score(validation.y, ask(model, validation.x, classes)));
    }
    curve.push({ rows, scores: own, interval: foldInterval(own, ratio) });
  }
  return [...curve, { rows: all, scores, interval: foldInterval(scores, ratio) }];
}
