import { DtypeError, formatShape, ShapeError, sameShape } from '@neurite/core';
import {
  abs,
  argMax,
  cast,
  greaterEqual,
  less,
  lessEqual,
  logicalNot,
  logicalOr,
  reshape,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';

/** Scores and the true classes, one row per example, whatever axes stood between batch and classes. */
export type ClassScores = {
  /** [rows, classes], float32. */
  readonly scores: Tensor;
  /** [rows], int32. */
  readonly actual: Tensor;
  /** [rows], bool: where the target is no class. */
  readonly outside: Tensor;
  readonly classes: number;
};

/** How far from 1 the sum of float32 probabilities may be. */
const SUM_TOLERANCE = 1e-3;

/**
 * Checks scores and targets of a metric over classes, and brings them to one form. The caller tidies.
 *
 * @param predictions [batch, …, classes]
 * @param targets int32 class numbers, [batch, …], or one-hot, [batch, …, classes]
 * @param classes how many classes there must be; default: as many as there are
 * @throws ShapeError
 * @throws DtypeError
 */
export function classScores(where: string, predictions: Tensor, targets: Tensor, classes?: number): ClassScores {
  const found = predictions.shape.at(-1) ?? 0;
  if (predictions.rank < 2 || found < 2 || (classes !== undefined && found !== classes)) {
    throw new ShapeError({
      where,
      argument: 'predictions',
      expected: `have shape [batch, …, ${classes ?? 'classes'}]${classes === undefined ? ' with at least two classes' : ''}`,
      received: formatShape(predictions.shape),
      advice: found === 1 ? "One score per example is a matter of binaryAccuracy, or of average: 'binary'" : undefined,
    });
  }
  const [numbers, oneHot] = [predictions.shape.slice(0, -1), predictions.shape];
  const isOneHot = sameShape(targets.shape, oneHot);
  if (!isOneHot && !sameShape(targets.shape, numbers)) {
    throw new ShapeError({
      where,
      argument: 'targets',
      expected: `have shape ${formatShape(numbers)} (class numbers) or ${formatShape(oneHot)} (one-hot)`,
      received: formatShape(targets.shape),
    });
  }
  if (!isOneHot && targets.dtype !== 'int32') {
    throw new DtypeError({
      where,
      argument: 'targets',
      expected: 'be int32 where they are class numbers',
      received: targets.dtype,
      advice: "Cast them with cast(targets, 'int32')",
    });
  }
  const scores = reshape(cast(predictions, 'float32'), [-1, found]);
  if (!isOneHot) {
    const actual = reshape(targets, [scores.shape[0]!]);
    return { scores, actual, outside: logicalOr(less(actual, 0), greaterEqual(actual, found)), classes: found };
  }
  const rows = reshape(cast(targets, 'float32'), [-1, found]);
  // `not within` and not `beyond`: NaN is neither. A row of zeros would pass for class 0.
  const outside = logicalNot(lessEqual(abs(sub(sum(rows, -1), 1)), SUM_TOLERANCE));
  return { scores, actual: argMax(rows, -1), outside, classes: found };
}
