import { type Context, sizeOf } from '@neurite/core';
import { fusedDropout } from '@neurite/ops';
import { ones, type Tensor } from '@tensorflow/tfjs-core';

/**
 * What a dropout multiplies with: 0, or 1 / (1 − rate). To be called in a scope.
 *
 * @param shape of the draws, the batch first
 */
export function kept(shape: readonly number[], rate: number, { random, rows }: Context): Tensor {
  const offset = (rows?.first ?? 0) * sizeOf(shape.slice(1));
  return fusedDropout(ones([...shape]), { rate, key: random.key(), offset });
}
