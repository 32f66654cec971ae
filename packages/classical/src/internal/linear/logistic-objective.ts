import type { Table } from '@neurite/core';
import { minimize } from '@neurite/numeric';
import { sigmoid } from '../boosting/losses.js';
import { RowProducts } from '../products.js';

type LogisticProblem = {
  readonly x: Table;
  readonly labels: Int32Array;
  readonly classes: number;
  readonly weights: Float64Array | undefined;
};

type LogisticRules = {
  readonly c: number;
  readonly intercept: boolean;
  readonly tolerance: number;
  readonly maxIterations: number;
};

/** Looks for coefficients of columns with mean 0 and deviation 1, where L-BFGS needs few steps, and scales them back. */
export function fitLogistic(
  { x, labels, classes, weights }: LogisticProblem,
  { c, intercept, tolerance, maxIterations }: LogisticRules,
): { readonly coefficients: Float64Array; readonly intercepts: Float64Array } {
  const { rows, columns, data } = x;
  const outputs = classes === 2 ? 1 : classes;
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
      const value = outputs === 1 ? binary(own, labels[row]!) : softmax(own, labels[row]!);
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
  if (outputs > 1 && intercept) {
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
