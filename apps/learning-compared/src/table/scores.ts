import {
  type Answers,
  absoluteErrorScore,
  accuracyScore,
  logLikelihoodScore,
  r2Score,
  rocAucScore,
  type Score,
} from '@neurite/classical';
import type { FittedEstimator } from '@neurite/core';
import type { Interval } from '../statistics/intervals.js';
import type { Question } from './question.js';

/** A number that says how good predictions are. */
export type NamedScore = {
  readonly name: string;
  /** Larger is better. */
  readonly score: Score;
  /** Whether people read it as an error, which has no minus. */
  readonly isError: boolean;
  /** Whether it is the share of rows that are right. */
  readonly isShare: boolean;
  /** As people read it. */
  text(value: number): string;
};

const score = (
  name: string,
  own: Score,
  text: (value: number) => string,
  is: 'error' | 'share' | 'other',
): NamedScore => ({
  name,
  score: own,
  isError: is === 'error',
  isShare: is === 'share',
  text,
});

/** A number and its bounds as people read them: `0.93 (0.91 to 0.95)`; no bounds where there are none. */
export function intervalText({ text, isError }: NamedScore, { mean, lower, upper }: Interval): string {
  if (!Number.isFinite(upper)) return text(mean);
  const [low, high] = isError ? [upper, lower] : [lower, upper];
  return `${text(mean)} (${text(low)} to ${text(high)})`;
}

/** The first is what models are chosen by: a proper score, which also judges probabilities. */
export function scoresOf({ classes }: Pick<Question, 'classes'>): readonly [NamedScore, ...NamedScore[]] {
  if (classes === undefined) {
    return [
      score('R²', r2Score, (value) => value.toFixed(3), 'other'),
      score('mean absolute error', absoluteErrorScore, (value) => String(Number((-value).toPrecision(3))), 'error'),
    ];
  }
  const auc = score('area under the ROC curve', rocAucScore, (value) => value.toFixed(3), 'other');
  return [
    score('cross entropy', logLikelihoodScore, (value) => (-value).toFixed(3), 'error'),
    score('accuracy', accuracyScore, (value) => `${(100 * value).toFixed(1)} %`, 'share'),
    ...(classes.length === 2 ? [auc] : []),
  ];
}

/**
 * What a model says about a table, or rows.
 *
 * @param classes how many there are: the model knows fewer where it has seen no row of the last ones
 */
export function ask<X>(model: FittedEstimator<X>, x: X, classes: number | undefined): Answers {
  const predictions = model.predict(x);
  const known = model.predictProbabilities?.(x);
  if (known === undefined || classes === undefined || known.length === classes * predictions.length) {
    return { predictions, probabilities: known };
  }
  const width = known.length / predictions.length;
  const probabilities = new Float64Array(classes * predictions.length);
  for (const row of predictions.keys()) {
    probabilities.set(known.subarray(row * width, (row + 1) * width), row * classes);
  }
  return { predictions, probabilities };
}

/** Some rows of what a model said. */
export function takeAnswers({ predictions, probabilities }: Answers, rows: Uint32Array): Answers {
  const chosen = new Float64Array(rows.length);
  for (const [i, row] of rows.entries()) chosen[i] = predictions[row]!;
  if (probabilities === undefined) return { predictions: chosen, probabilities };
  const classes = probabilities.length / predictions.length;
  const shares = new Float64Array(rows.length * classes);
  for (const [i, row] of rows.entries()) {
    for (let label = 0; label < classes; label++) shares[i * classes + label] = probabilities[row * classes + label]!;
  }
  return { predictions: chosen, probabilities: shares };
}
