import { minimize } from '@neurite/numeric';
import type { Encoded } from './encoder.js';

/** Probabilities of classes for rows, one row after another. */
export type Classifier = (x: Encoded) => Float64Array;

/** How much weights are drawn to 0: the sum of losses + ½ times their squares is minimized. */
const PENALTY = 1;

/**
 * Multinomial logistic regression, softmax(x W + b), with an L2 penalty on W, by L-BFGS. Two classes have one column of
 * weights.
 *
 * @see Hastie, Tibshirani and Friedman, "The elements of statistical learning", 2009, section 4.4
 */
export function logisticRegression(x: Encoded, y: ArrayLike<number>, classes: number): Classifier {
  const { rows, columns, data } = x;
  const outputs = classes === 2 ? 1 : classes;
  const size = outputs * (columns + 1);
  const scores = new Float64Array(outputs);
  const objective = (weights: Float64Array): { readonly value: number; readonly gradient: Float64Array } => {
    const gradient = new Float64Array(size);
    let loss = 0;
    for (let row = 0; row < rows; row++) {
      const at = row * columns;
      scoresOf(weights, { data, at, columns }, scores);
      const label = y[row]!;
      loss += lossAndErrors(scores, label);
      for (let k = 0; k < outputs; k++) {
        const error = scores[k]!;
        const base = k * (columns + 1);
        for (let c = 0; c < columns; c++) gradient[base + c]! += error * data[at + c]!;
        gradient[base + columns]! += error;
      }
    }
    let penalty = 0;
    for (let k = 0; k < outputs; k++) {
      for (let c = 0; c < columns; c++) {
        const i = k * (columns + 1) + c;
        penalty += weights[i]! ** 2;
        gradient[i]! += PENALTY * weights[i]!;
      }
    }
    for (let i = 0; i < size; i++) gradient[i]! /= rows;
    return { value: (loss + 0.5 * PENALTY * penalty) / rows, gradient };
  };
  const { x: weights } = minimize(objective, new Float64Array(size), {
    maxIterations: 50,
    gradientTolerance: 1e-4,
    valueTolerance: 1e-4,
  });
  return (other) => {
    const probabilities = new Float64Array(other.rows * classes);
    for (let row = 0; row < other.rows; row++) {
      scoresOf(weights, { data: other.data, at: row * columns, columns }, scores);
      writeProbabilities(scores, probabilities, row * classes);
    }
    return probabilities;
  };
}

function scoresOf(
  weights: Float64Array,
  { data, at, columns }: { readonly data: Float64Array; readonly at: number; readonly columns: number },
  scores: Float64Array,
): void {
  for (let k = 0; k < scores.length; k++) {
    const base = k * (columns + 1);
    let sum = weights[base + columns]!;
    for (let c = 0; c < columns; c++) sum += weights[base + c]! * data[at + c]!;
    scores[k] = sum;
  }
}

/** The cross entropy of a row; its scores become probability − target. */
function lossAndErrors(scores: Float64Array, label: number): number {
  if (scores.length === 1) {
    const score = scores[0]!;
    scores[0] = 1 / (1 + Math.exp(-score)) - label;
    // log(1 + exp(−margin)) without an overflow.
    const margin = label === 1 ? score : -score;
    return Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
  }
  const own = scores[label]!;
  let largest = Number.NEGATIVE_INFINITY;
  for (const score of scores) largest = Math.max(largest, score);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    scores[k] = Math.exp(scores[k]! - largest);
    sum += scores[k]!;
  }
  for (let k = 0; k < scores.length; k++) scores[k]! /= sum;
  scores[label]! -= 1;
  return largest + Math.log(sum) - own;
}

function writeProbabilities(scores: Float64Array, out: Float64Array, at: number): void {
  if (scores.length === 1) {
    const positive = 1 / (1 + Math.exp(-scores[0]!));
    out[at] = 1 - positive;
    out[at + 1] = positive;
    return;
  }
  let largest = Number.NEGATIVE_INFINITY;
  for (const score of scores) largest = Math.max(largest, score);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    out[at + k] = Math.exp(scores[k]! - largest);
    sum += out[at + k]!;
  }
  for (let k = 0; k < scores.length; k++) out[at + k]! /= sum;
}
