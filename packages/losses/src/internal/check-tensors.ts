import { DtypeError, formatShape, ShapeError, sameShape } from '@neurite/core';
import type { DataType, Tensor } from '@tensorflow/tfjs-core';

/** What a loss takes as truth or weights: whole numbers and marks become float32. */
const NUMERIC: readonly DataType[] = ['float32', 'int32', 'bool'];

/** @throws DtypeError, or ShapeError when there is nothing in it, of which no mean exists */
export function checkPredictions(where: string, argument: string, predictions: Tensor): void {
  if (predictions.dtype !== 'float32') {
    throw new DtypeError({ where, argument, expected: 'be float32', received: predictions.dtype });
  }
  if (predictions.size === 0) {
    throw new ShapeError({
      where,
      argument,
      expected: 'have at least one element',
      received: formatShape(predictions.shape),
    });
  }
}

/** @throws DtypeError */
export function checkNumeric(where: string, argument: string, { dtype }: Tensor): void {
  if (!NUMERIC.includes(dtype)) {
    throw new DtypeError({ where, argument, expected: 'be float32, int32 or bool', received: dtype });
  }
}

/**
 * Checks the pair that a loss of single elements takes: float32 predictions and targets of the same shape.
 *
 * @throws DtypeError
 * @throws ShapeError
 */
export function checkPair(where: string, names: readonly [string, string], predictions: Tensor, targets: Tensor): void {
  checkPredictions(where, names[0], predictions);
  checkNumeric(where, names[1], targets);
  if (!sameShape(predictions.shape, targets.shape)) {
    throw new ShapeError({
      where,
      argument: names[1],
      expected: `have the shape of \`${names[0]}\`, ${formatShape(predictions.shape)}`,
      received: formatShape(targets.shape),
      advice: 'Nothing is broadcast here; reshape one of them',
    });
  }
}
