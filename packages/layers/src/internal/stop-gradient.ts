import { clone, customGrad, type Tensor, zerosLike } from '@tensorflow/tfjs-core';

/** The same numbers, as constants: no gradient flows back. */
export function stopGradient<T extends Tensor>(x: T): T {
  const constant = customGrad(() => ({ value: clone(x), gradFunc: (dy: Tensor) => zerosLike(dy) }));
  return constant(x) as T; // the same
}
