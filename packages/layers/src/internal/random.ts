import { type RandomKeys, sizeOf } from '@neurite/core';
import { randomNormals, randomUniforms } from '@neurite/ops';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Random numbers for a batch, or the rows of it that start at `first`. */
export type Draw = { readonly shape: readonly number[]; readonly random: RandomKeys; readonly first: number };

/** Numbers in [0, 1), the same however a batch is cut. To be called in a scope. */
export function uniforms({ shape, random, first }: Draw): Tensor {
  return randomUniforms({ shape, key: random.key(), offset: offsetOf(shape, first) });
}

/** Numbers of the standard normal distribution. To be called in a scope. */
export function normals({ shape, random, first }: Draw): Tensor {
  const keys = [random.child('radius').key(), random.child('angle').key()] as const;
  return randomNormals({ shape, keys, offset: offsetOf(shape, first) });
}

function offsetOf(shape: readonly number[], first: number): number {
  return first * sizeOf(shape.slice(1));
}
