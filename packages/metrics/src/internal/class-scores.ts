import { DtypeError, formatShape, ShapeError, sameShape } from '@neurite/core';
import {
  abs,
  argMax,
  cast,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  notEqual,
  reshape,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { type MetricInput, weigh } from './weighing.js';

/** Scores and the true classes, one row per sample, whatever axes stood between batch and classes. */
export type ClassScores = {
  /** [rows, classes], float32. */
  readonly scores: Tensor;
  /** [rows], int32. */
  readonly actual: Tensor;
  /** [rows], bool: where the target is not a class. */
  readonly outside: Tensor;
  /** [rows], int32 or float32; undefined for 1 each. */
  readonly weights: Tensor | undefined;
  readonly classes: number;
};

/** How far from 1 the sum of float32 probabilities may be. */
const SUM_TOLERANCE = 1e-3;

/**
 * Checks scores and targets of a metric over classes, and brings them to one form. The caller tidies.
 *
 * @param input predictions [batch, …, classes]; targets int32 classes, [batch, …], or one-hot, [batch, …, classes]; weights
 *   [batch, …] or of its first axes
 * @param classes how many classes there must be; default: as many as there are
 * @throws ShapeError
 * @throws DtypeError
 */
export function classScores(where: string, input: MetricInput, classes?: number): ClassScores {
  const { shape } = input.predictions;
  const found = shape.at(-1) ?? 0;
  if (shape.length < 2 || found < 2 || (classes !== undefined && found !== classes)) {
    throw new ShapeError({
      where,
      argument: 'predictions',
      expected: `have shape [batch, …, ${classes ?? 'classes'}]${classes === undefined ? ' with at least two classes' : ''}`,
      received: formatShape(shape),
      advice: found === 1 ? "One score per sample is a matter of binaryAccuracy, or of average: 'binary'" : undefined,
    });
  }
  const numbers = shape.slice(0, -1);
  const isOneHot = sameShape(input.targets.shape, shape);
  if (!isOneHot && !sameShape(input.targets.shape, numbers)) {
    throw new ShapeError({
      where,
      argument: 'targets',
      expected: `have shape ${formatShape(numbers)} (classes) or ${formatShape(shape)} (one-hot)`,
      received: formatShape(input.targets.shape),
    });
  }
  if (!isOneHot && input.targets.dtype !== 'int32') {
    throw new DtypeError({
      where,
      argument: 'targets',
      expected: 'be int32 where they are classes',
      received: input.targets.dtype,
      advice: "Give an Int32Array, or cast them with cast(targets, 'int32')",
    });
  }
  const { predictions, targets, weights } = weigh(where, input, numbers);
  const scores = reshape(cast(predictions, 'float32'), [-1, found]);
  if (!isOneHot) {
    const actual = reshape(targets, [scores.shape[0]!]);
    return {
      scores,
      actual,
      outside: logicalOr(less(actual, 0), greaterEqual(actual, found)),
      weights,
      classes: found,
    };
  }
  const rows = reshape(cast(targets, 'float32'), [-1, found]);
  // `not within` and not `beyond`: NaN is neither. A row of zeros would pass for class 0.
  const noRow = logicalNot(lessEqual(abs(sub(sum(rows, -1), 1)), SUM_TOLERANCE));
  return {
    scores,
    actual: argMax(rows, -1),
    outside: weights === undefined ? noRow : logicalAnd(noRow, notEqual(weights, 0)),
    weights,
    classes: found,
  };
}
