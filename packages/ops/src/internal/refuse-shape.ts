import { formatShape, ShapeError } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** What a tensor with the wrong rank or size is answered with: a function of the argument's name, what it must, and the tensor. */
export function refuseShape(
  where: string,
): (argument: string, expected: string, tensor: { readonly shape: Tensor['shape'] }, advice?: string) => never {
  return (argument, expected, { shape }, advice) => {
    throw new ShapeError({ where, argument, expected, received: formatShape(shape), advice });
  };
}
