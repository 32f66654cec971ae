import { formatShape, type Shape, ShapeError, sameShape } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { checkNumeric, checkPredictions } from './check-tensors.js';

/** Float32 tensors of one shape, of a loss whose predictions are a record. */
export type Fields<Name extends string> = { readonly [N in Name]: Tensor };

/**
 * Checks that predictions of several fields are float32 of one shape.
 *
 * @throws DtypeError
 * @throws ShapeError
 */
export function checkFields(where: string, fields: Readonly<Record<string, Tensor>>): void {
  const [[first, { shape }]] = Object.entries(fields) as [[string, Tensor]]; // at least one
  for (const [name, tensor] of Object.entries(fields)) {
    checkPredictions(where, `predictions.${name}`, tensor);
    if (sameShape(tensor.shape, shape)) continue;
    throw new ShapeError({
      where,
      argument: `predictions.${name}`,
      expected: `have the shape of \`${first}\`, ${formatShape(shape)}`,
      received: formatShape(tensor.shape),
    });
  }
}

/**
 * Checks that predictions are vectors, [batch, …, features].
 *
 * @throws ShapeError
 */
export function checkVectors(where: string, argument: string, { shape }: Tensor): void {
  if (shape.length >= 2) return;
  const expected = 'have shape [batch, …, features]';
  throw new ShapeError({ where, argument, expected, received: formatShape(shape) });
}

/**
 * Checks targets of a shape.
 *
 * @throws DtypeError
 * @throws ShapeError
 */
export function checkTargets(where: string, targets: Tensor, shape: Shape): void {
  checkNumeric(where, 'targets', targets);
  if (sameShape(targets.shape, shape)) return;
  throw new ShapeError({
    where,
    argument: 'targets',
    expected: `have shape ${formatShape(shape)}`,
    received: formatShape(targets.shape),
  });
}
