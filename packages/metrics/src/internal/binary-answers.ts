import { DtypeError, formatShape, ShapeError, sameShape } from '@neurite/core';
import { argMax, cast, greater, logicalAnd, notEqual, reshape, type Tensor } from '@tensorflow/tfjs-core';

/** Yes/no answers and the truth, int32 of 0 and 1, all [rows]. */
export type BinaryAnswers = {
  readonly scores: Tensor;
  readonly answers: Tensor;
  readonly truth: Tensor;
  /** Where the truth is neither 0 nor 1. */
  readonly outside: Tensor;
};

/** What targets of a metric over yes and no must be. */
export const YES_OR_NO = 'be 0 or 1';

/**
 * Checks scores and targets of a metric over yes and no, and brings them to one form. The caller tidies.
 *
 * @param predictions one score per example, of the targets' shape or with a last axis of 1 besides; or two, of which
 *   the second is that of yes
 * @param targets 0 or 1; int32, bool or float32
 * @throws ShapeError
 * @throws DtypeError
 */
export function binaryAnswers(where: string, predictions: Tensor, targets: Tensor, threshold: number): BinaryAnswers {
  if (targets.dtype === 'string' || targets.dtype === 'complex64') {
    throw new DtypeError({
      where,
      argument: 'targets',
      expected: 'be int32, bool or float32',
      received: targets.dtype,
    });
  }
  const scores = cast(predictions, 'float32');
  const last = predictions.shape.at(-1);
  const perExample = predictions.rank === targets.rank + 1 && sameShape(predictions.shape.slice(0, -1), targets.shape);
  if (sameShape(predictions.shape, targets.shape) || (perExample && (last === 1 || last === 2))) {
    const yes = perExample && last === 2 ? argMax(scores, -1) : greater(scores, threshold);
    return {
      scores,
      answers: reshape(cast(yes, 'int32'), [targets.size]),
      truth: reshape(cast(targets, 'int32'), [targets.size]),
      outside: logicalAnd(notEqual(cast(targets, 'float32'), 0), notEqual(cast(targets, 'float32'), 1)),
    };
  }
  const [shape, rest] = [formatShape(targets.shape), targets.shape.join(', ')];
  throw new ShapeError({
    where,
    argument: 'predictions',
    expected: `have the shape of \`targets\`, ${shape}, or [${rest}, 1] or [${rest}, 2]`,
    received: formatShape(predictions.shape),
  });
}
