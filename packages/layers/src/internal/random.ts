import { type RandomKeys, sizeOf } from '@neurite/core';
import { fusedDropout } from '@neurite/ops';
import { cos, log, matMul, mul, ones, reshape, sqrt, sub, type Tensor, tensor } from '@tensorflow/tfjs-core';

/** Random numbers for a batch, or the rows of it that start at `first`. */
export type Draw = { readonly shape: readonly number[]; readonly random: RandomKeys; readonly first: number };

/** float32 has as many. */
const BITS = 24;

/**
 * Numbers in [0, 1). Each bit is one that a dropout with a rate of ½ keeps, so that they are the same on every engine and
 * however a batch is cut, and a recorded step draws them anew. To be called in a scope.
 */
export function uniforms({ shape, random, first }: Draw): Tensor {
  const offset = first * sizeOf(shape.slice(1)) * BITS;
  const bits = fusedDropout(ones([sizeOf(shape), BITS]), { rate: 0.5, key: random.key(), offset }); // 0 or 2
  const values = Float32Array.from({ length: BITS }, (_, i) => 2 ** -(i + 2));
  return reshape(matMul(bits, tensor(values, [BITS, 1])), [...shape]);
}

/** Numbers of the standard normal distribution, by Box and Muller. To be called in a scope. */
export function normals({ random, ...of }: Draw): Tensor {
  const radius = sqrt(mul(log(sub(1, uniforms({ ...of, random: random.child('radius') }))), -2));
  return mul(radius, cos(mul(uniforms({ ...of, random: random.child('angle') }), 2 * Math.PI)));
}
