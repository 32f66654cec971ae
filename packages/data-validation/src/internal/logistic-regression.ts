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
      addProducts(gradient, { data, at, columns }, scores);
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

type Row = { readonly data: Float64Array; readonly at: number; readonly columns: number };

/** W x + b, four classes at a time: each number of the row is read once for them, and their sums do not wait for each other. */
function scoresOf(weights: Float64Array, { data, at, columns }: Row, scores: Float64Array): void {
  const width = columns + 1;
  const inFours = scores.length & ~3;
  for (let k = 0; k < inFours; k += 4) {
    const first = k * width;
    const [second, third, fourth] = [first + width, first + 2 * width, first + 3 * width];
    let a = weights[first + columns]!;
    let b = weights[second + columns]!;
    let c = weights[third + columns]!;
    let d = weights[fourth + columns]!;
    for (let i = 0; i < columns; i++) {
      const value = data[at + i]!;
      a += weights[first + i]! * value;
      b += weights[second + i]! * value;
      c += weights[third + i]! * value;
      d += weights[fourth + i]! * value;
    }
    scores[k] = a;
    scores[k + 1] = b;
    scores[k + 2] = c;
    scores[k + 3] = d;
  }
  for (let k = inFours; k < scores.length; k++) {
    const base = k * width;
    let [even, odd] = [weights[base + columns]!, 0];
    for (let i = 1; i < columns; i += 2) {
      even += weights[base + i - 1]! * data[at + i - 1]!;
      odd += weights[base + i]! * data[at + i]!;
    }
    if (columns % 2 === 1) even += weights[base + columns - 1]! * data[at + columns - 1]!;
    scores[k] = even + odd;
  }
}

/** Adds error · x and error to the gradients of W and b, four classes at a time. */
function addProducts(gradient: Float64Array, { data, at, columns }: Row, errors: Float64Array): void {
  const width = columns + 1;
  const inFours = errors.length & ~3;
  for (let k = 0; k < inFours; k += 4) {
    const first = k * width;
    const [second, third, fourth] = [first + width, first + 2 * width, first + 3 * width];
    const [a, b, c, d] = [errors[k]!, errors[k + 1]!, errors[k + 2]!, errors[k + 3]!];
    for (let i = 0; i < columns; i++) {
      const value = data[at + i]!;
      gradient[first + i]! += a * value;
      gradient[second + i]! += b * value;
      gradient[third + i]! += c * value;
      gradient[fourth + i]! += d * value;
    }
  }
  for (let k = inFours; k < errors.length; k++) {
    const base = k * width;
    const error = errors[k]!;
    for (let i = 0; i < columns; i++) gradient[base + i]! += error * data[at + i]!;
  }
  for (let k = 0; k < errors.length; k++) gradient[k * width + columns]! += errors[k]!;
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
