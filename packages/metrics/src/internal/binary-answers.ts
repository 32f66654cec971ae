import { DtypeError, formatShape, ShapeError, sameShape } from '@neurite/core';
import { argMax, cast, greater, logicalAnd, notEqual, reshape, slice, sub, type Tensor } from '@tensorflow/tfjs-core';
import { type MetricInput, weigh } from './weighing.js';

/** Scores of yes, answers and the truth, all [rows]. */
export type BinaryAnswers = {
  /** As they were given, to look for NaN. */
  readonly given: Tensor;
  /** float32: the higher, the more likely yes. */
  readonly scores: Tensor;
  /** int32 of 0 and 1. */
  readonly answers: Tensor;
  /** int32 of 0 and 1. */
  readonly truth: Tensor;
  /** bool: where the truth is neither 0 nor 1. */
  readonly outside: Tensor;
  /** int32 or float32; undefined for 1 each. */
  readonly weights: Tensor | undefined;
};

/** What targets of a metric over yes and no must be. */
export const YES_OR_NO = 'be 0 or 1';

/**
 * Checks scores and targets of a metric over yes and no, and brings them to one form. The caller tidies.
 *
 * @param input predictions: one score per sample, of the targets' shape or with one more axis, of size 1; or two, of which
 *   the second is that of yes. Targets: 0 or 1; int32, bool or float32. Weights: of the targets' shape or of its first axes
 * @param threshold above which score the answer is yes
 * @throws ShapeError
 * @throws DtypeError
 */
export function binaryAnswers(where: string, input: MetricInput, threshold: number): BinaryAnswers {
  const { dtype, shape } = input.targets;
  if (dtype === 'string' || dtype === 'complex64') {
    throw new DtypeError({ where, argument: 'targets', expected: 'be int32, bool or float32', received: dtype });
  }
  const found = input.predictions.shape;
  const last = found.at(-1);
  const perSample = found.length === shape.length + 1 && sameShape(found.slice(0, -1), shape);
  if (!sameShape(found, shape) && !(perSample && (last === 1 || last === 2))) {
    const rest = shape.join(', ');
    throw new ShapeError({
      where,
      argument: 'predictions',
      expected: `have the shape of \`targets\`, ${formatShape(shape)}, or [${rest}, 1] or [${rest}, 2]`,
      received: formatShape(found),
    });
  }
  const { predictions, targets, weights } = weigh(where, input, shape);
  const rows = input.targets.size;
  const given = cast(predictions, 'float32');
  const two = perSample && last === 2 ? reshape(given, [rows, 2]) : undefined;
  const truth = reshape(cast(targets, 'float32'), [rows]);
  return {
    given,
    scores: two === undefined ? reshape(given, [rows]) : difference(two),
    answers: cast(two === undefined ? greater(reshape(given, [rows]), threshold) : argMax(two, -1), 'int32'),
    truth: cast(truth, 'int32'),
    outside: logicalAnd(notEqual(truth, 0), notEqual(truth, 1)),
    weights,
  };
}

/** By how much the score of yes is above that of no, [rows]. */
function difference(two: Tensor): Tensor {
  const rows = two.shape[0]!;
  return reshape(sub(slice(two, [0, 1], [rows, 1]), slice(two, [0, 0], [rows, 1])), [rows]);
}
