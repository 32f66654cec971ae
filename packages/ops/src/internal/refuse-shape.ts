import { formatShape, ShapeError } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Makes a function that throws a ShapeError for a tensor of the wrong rank or size. */
export function refuseShape(
  where: string,
): (argument: string, expected: string, tensor: { readonly shape: Tensor['shape'] }, advice?: string) => never {
  return (argument, expected, { shape }, advice) => {
    throw new ShapeError({ where, argument, expected, received: formatShape(shape), advice });
  };
}
