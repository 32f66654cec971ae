import { assertShape, checkNumber } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { refuseShape } from './refuse-shape.js';

/**
 * Checks what the normalizations have in common: x has `axes` or more, epsilon is above 0, and the parameters have one
 * element for each channel.
 *
 * @throws ShapeError, ArgumentError
 */
export function assertNorm(
  where: string,
  { x, ...parameters }: { readonly x: Tensor; readonly [parameter: string]: Tensor },
  { epsilon, axes }: { readonly epsilon: number; readonly axes: readonly string[] },
): void {
  if (x.rank < axes.filter((axis) => axis !== '…').length) {
    refuseShape(where)('x', `have shape [${axes.join(', ')}]`, x);
  }
  const channels = x.shape.at(-1)!;
  for (const [name, { shape }] of Object.entries(parameters)) assertShape(where, name, shape, [channels]);
  checkNumber(where, 'epsilon', epsilon, { above: 0 });
}
