import { DtypeError, formatShape, type Shape, ShapeError, sameShape } from '@neurite/core';
import type { DataType, Tensor } from '@tensorflow/tfjs-core';

/** What a loss takes as truth: integers and booleans become float32. */
const NUMERIC: readonly DataType[] = ['float32', 'int32', 'bool'];

/** @throws DtypeError, or ShapeError when it is empty: nothing has no mean */
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
    throw (
      leftOverAxes(where, names, predictions.shape, targets.shape) ??
      new ShapeError({
        where,
        argument: names[1],
        expected: `have the shape of \`${names[0]}\`, ${formatShape(predictions.shape)}`,
        received: formatShape(targets.shape),
        advice: 'Nothing is broadcast here; reshape one of them',
      })
    );
  }
}

/**
 * The error for predictions that have kept axes of the input, e.g. those of images that met a dense layer without
 * `flatten`; undefined where they have other faults.
 *
 * @param targets the shape that predictions should have had
 */
export function leftOverAxes(
  where: string,
  [argument, truth]: readonly [string, string],
  predictions: Shape,
  targets: Shape,
): ShapeError | undefined {
  const kept = predictions.length - targets.length;
  const rest = [...predictions.slice(0, 1), ...predictions.slice(1 + kept)];
  if (kept <= 0 || targets.length < 2 || !sameShape(targets, rest)) return undefined;
  const axes = Array.from({ length: kept }, (_, i) => i + 1);
  const named = axes.length === 1 ? `axis ${axes[0]}` : `axes ${axes.slice(0, -1).join(', ')} and ${axes.at(-1)}`;
  const sizes = predictions.slice(1, 1 + kept).join(' × ');
  return new ShapeError({
    where,
    argument,
    expected: `have shape ${formatShape(targets)} for these \`${truth}\``,
    received: `${formatShape(predictions)}, with ${named} left over (${sizes})`,
    advice: 'Put flatten() before the layer that makes the predictions',
  });
}
