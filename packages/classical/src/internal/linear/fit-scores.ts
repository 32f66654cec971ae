import type { Table } from '@neurite/core';
import { minimize } from '@neurite/numeric';
import { sigmoid } from '../boosting/losses.js';
import { RowProducts } from '../products.js';

type ScoreProblem = {
  readonly x: Table;
  readonly labels: Int32Array;
  readonly weights: Float64Array | undefined;
};

type ScoreRules = {
  readonly c: number;
  readonly intercept: boolean;
  readonly tolerance: number;
  readonly maxIterations: number;
};

/** The losses of the scores of a row. */
export type ScoreLoss = {
  /** How many scores a row has. */
  readonly outputs: number;
  /** Turns the scores into the derivatives of the loss by them. @returns the loss */
  readonly derive: (scores: Float64Array, label: number) => number;
  /** Whether a constant that is added to all scores changes nothing: then intercepts add up to 0. */
  readonly relative: boolean;
};

/** σ of one score for two classes, softmax for more. */
export function crossEntropyOf(classes: number): ScoreLoss {
  return classes === 2
    ? { outputs: 1, derive: binary, relative: false }
    : { outputs: classes, derive: softmax, relative: true };
}

/** Σ max(0, 1 − t s)², with t = 1 for the own class and −1 for others; one score for two classes. */
export function squaredHingeOf(classes: number): ScoreLoss {
  const outputs = classes === 2 ? 1 : classes;
  const derive = (scores: Float64Array, label: number): number => {
    let loss = 0;
    for (let k = 0; k < outputs; k++) {
      const sign = label === (outputs === 1 ? 1 : k) ? 1 : -1;
      const gap = Math.max(0, 1 - sign * scores[k]!);
      loss += gap * gap;
      scores[k] = -2 * sign * gap;
    }
    return loss;
  };
  return { outputs, derive, relative: false };
}

/** Looks for coefficients of columns with mean 0 and deviation 1, where L-BFGS needs few steps, and scales them back. */
export function fitScores(
  { x, labels, weights }: ScoreProblem,
  { c, intercept, tolerance, maxIterations }: ScoreRules,
  { outputs, derive, relative }: ScoreLoss,
): { readonly coefficients: Float64Array; readonly intercepts: Float64Array } {
  const { rows, columns, data } = x;
  const { means, scales, total } = scaleOf(x, weights, intercept);
  const width = columns + 1;
  const products = new RowProducts(rows, width, {
    write: (row, target, at) => {
      for (let column = 0; column < columns; column++) {
        target[at + column] = (data[row * columns + column]! - means[column]!) / scales[column]!;
      }
      target[at + columns] = 1;
    },
  });
  // Scores of each output, which become the derivatives of the loss by them.
  const errors = Array.from({ length: outputs }, () => new Float64Array(rows));
  const own = new Float64Array(outputs);
  const objective = (parameters: Float64Array): { value: number; gradient: Float64Array } => {
    const gradient = new Float64Array(parameters.length);
    for (let k = 0; k < outputs; k++) products.dot(parameters.subarray(k * width, (k + 1) * width), errors[k]!);
    let loss = 0;
    for (let row = 0; row < rows; row++) {
      const weight = weights === undefined ? 1 : weights[row]!;
      for (let k = 0; k < outputs; k++) own[k] = errors[k]![row]!;
      const value = derive(own, labels[row]!);
      loss += weight === 0 ? 0 : weight * value;
      for (let k = 0; k < outputs; k++) errors[k]![row] = weight === 0 ? 0 : weight * own[k]!;
    }
    for (let k = 0; k < outputs; k++) gradient.set(products.sum(errors[k]!), k * width);
    for (let k = 0; k < outputs; k++) {
      if (!intercept) gradient[k * width + columns] = 0;
      for (let column = 0; column < columns; column++) {
        const coefficient = parameters[k * width + column]!;
        const cost = 1 / (c * scales[column]! ** 2);
        loss += 0.5 * cost * coefficient ** 2;
        gradient[k * width + column]! += cost * coefficient;
      }
    }
    // In units of the weights, so that the tolerance does not depend on the number of rows.
    return { value: loss / total, gradient: gradient.map((value) => value / total) };
  };
  const { x: found } = minimize(objective, new Float64Array(outputs * width), {
    gradientTolerance: tolerance,
    maxIterations,
  });
  const coefficients = new Float64Array(outputs * columns);
  const intercepts = new Float64Array(outputs);
  for (let k = 0; k < outputs; k++) {
    let offset = intercept ? found[k * width + columns]! : 0;
    for (let column = 0; column < columns; column++) {
      const coefficient = found[k * width + column]! / scales[column]!;
      coefficients[k * columns + column] = coefficient;
      offset -= coefficient * means[column]!;
    }
    intercepts[k] = offset;
  }
  // A constant that is added to all intercepts changes nothing.
  if (relative && intercept) {
    const middle = intercepts.reduce((sum, value) => sum + value, 0) / outputs;
    for (let k = 0; k < outputs; k++) intercepts[k]! -= middle;
  }
  return { coefficients, intercepts };
}

/** Turns the score into the derivative of the loss by it. @returns the loss */
function binary(scores: Float64Array, label: number): number {
  const score = scores[0]!;
  scores[0] = sigmoid(score) - label;
  return Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - label * score;
}

function softmax(scores: Float64Array, label: number): number {
  let largest = -Infinity;
  for (let k = 0; k < scores.length; k++) largest = Math.max(largest, scores[k]!);
  const own = scores[label]!;
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    const value = Math.exp(scores[k]! - largest);
    scores[k] = value;
    sum += value;
  }
  for (let k = 0; k < scores.length; k++) scores[k]! /= sum;
  scores[label]! -= 1;
  return Math.log(sum) + largest - own;
}

/** Without an intercept, columns keep their place. */
function scaleOf(
  { rows, columns, data }: Table,
  weights: Float64Array | undefined,
  intercept: boolean,
): { means: Float64Array; scales: Float64Array; total: number } {
  const means = new Float64Array(columns);
  const squares = new Float64Array(columns);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const weight = weights === undefined ? 1 : weights[row]!;
    total += weight;
    if (intercept)
      for (let column = 0; column < columns; column++) means[column]! += weight * data[row * columns + column]!;
  }
  for (let column = 0; column < columns; column++) means[column]! /= total;
  for (let row = 0; row < rows; row++) {
    const weight = weights === undefined ? 1 : weights[row]!;
    for (let column = 0; column < columns; column++) {
      squares[column]! += weight * (data[row * columns + column]! - means[column]!) ** 2;
    }
  }
  return { means, scales: squares.map((sum) => Math.sqrt(sum / total) || 1), total };
}
