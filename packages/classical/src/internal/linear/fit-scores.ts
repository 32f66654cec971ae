import type { Table } from '@neurite/core';
import { minimize } from '@neurite/numeric';
import { allFinite, checkTable } from '../check-table.js';
import { ScoreProducts, type UseScores } from '../products/score-products.js';

type ScoreProblem = {
  readonly where: string;
  /** Whose values have not been looked at. */
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
  /** Turns the scores from an index on into the derivatives of the loss by them. @returns the loss */
  readonly derive: (scores: Float64Array, at: number, label: number) => number;
  /** Whether a constant that is added to all scores changes nothing: then intercepts add up to 0. */
  readonly relative: boolean;
};

/** σ of one score for two classes, softmax for more. */
export function crossEntropyOf(classes: number): ScoreLoss {
  return classes === 2
    ? { outputs: 1, derive: binary, relative: false }
    : { outputs: classes, derive: softmaxOf(classes), relative: true };
}

/** Σ max(0, 1 − t s)², with t = 1 for the own class and −1 for others; one score for two classes. */
export function squaredHingeOf(classes: number): ScoreLoss {
  const outputs = classes === 2 ? 1 : classes;
  const derive = (scores: Float64Array, at: number, label: number): number => {
    let loss = 0;
    for (let k = 0; k < outputs; k++) {
      const sign = label === (outputs === 1 ? 1 : k) ? 1 : -1;
      const gap = Math.max(0, 1 - sign * scores[at + k]!);
      loss += gap * gap;
      scores[at + k] = -2 * sign * gap;
    }
    return loss;
  };
  return { outputs, derive, relative: false };
}

/** Looks for coefficients of columns with mean 0 and deviation 1, where L-BFGS needs few steps, and scales them back. */
export function fitScores(
  { where, x, labels, weights }: ScoreProblem,
  { c, intercept, tolerance, maxIterations }: ScoreRules,
  { outputs, derive, relative }: ScoreLoss,
): { readonly coefficients: Float64Array; readonly intercepts: Float64Array } {
  const { columns } = x;
  const width = columns + 1;
  // Without an intercept, columns stay where they are.
  const products = new ScoreProducts(x, { center: intercept, weights, outputs });
  const { means, total } = products;
  // Values that are not finite leave no finite mean.
  if (!allFinite(means)) checkTable(where, x);
  const scales = products.squares.map((sum) => Math.sqrt(sum / total) || 1);
  const deriveBlock: UseScores = (scores, { first, rows, stride }) => {
    let loss = 0;
    for (let row = 0; row < rows; row++) {
      const at = row * stride;
      const value = derive(scores, at, labels[first + row]!);
      if (weights === undefined) loss += value;
      else {
        const weight = weights[first + row]!;
        // Of a row that does not count, scores may be too large to be numbers.
        loss += weight === 0 ? 0 : weight * value;
        for (let k = at; k < at + outputs; k++) scores[k] = weight === 0 ? 0 : weight * scores[k]!;
      }
    }
    return loss;
  };
  const objective = (parameters: Float64Array): { value: number; gradient: Float64Array } => {
    const { loss, gradient } = products.evaluate(
      parameters.map((value, i) => value / scales[i % width]!),
      deriveBlock,
    );
    let cost = 0;
    for (let i = 0; i < gradient.length; i++) {
      const column = i % width;
      if (column === columns) gradient[i] = intercept ? gradient[i]! : 0;
      else {
        const share = 1 / (c * scales[column]! ** 2);
        cost += 0.5 * share * parameters[i]! ** 2;
        gradient[i] = gradient[i]! / scales[column]! + share * parameters[i]!;
      }
    }
    // In units of the weights, so that the tolerance does not depend on the number of rows.
    return { value: (loss + cost) / total, gradient: gradient.map((value) => value / total) };
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
      if (intercept) offset -= coefficient * means[column]!;
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

function binary(scores: Float64Array, at: number, label: number): number {
  const score = scores[at]!;
  const e = Math.exp(-Math.abs(score));
  scores[at] = (score >= 0 ? 1 : e) / (1 + e) - label;
  return Math.max(score, 0) + Math.log1p(e) - label * score;
}

function softmaxOf(classes: number): ScoreLoss['derive'] {
  return (scores, at, label) => {
    const end = at + classes;
    let largest = -Infinity;
    for (let k = at; k < end; k++) largest = Math.max(largest, scores[k]!);
    const own = scores[at + label]!;
    let sum = 0;
    for (let k = at; k < end; k++) {
      const value = Math.exp(scores[k]! - largest);
      scores[k] = value;
      sum += value;
    }
    for (let k = at; k < end; k++) scores[k]! /= sum;
    scores[at + label]! -= 1;
    return Math.log(sum) + largest - own;
  };
}
