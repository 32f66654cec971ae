import { type RandomKeys, sizeOf } from '@neurite/core';
import { fusedDropout } from '@neurite/ops';
import {
  concat,
  cos,
  log,
  matMul,
  mul,
  ones,
  reshape,
  sqrt,
  sub,
  type Tensor,
  type Tensor1D,
  tensor,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';

/** Random numbers for a batch, or the rows of it that start at `first`. */
export type Draw = { readonly shape: readonly number[]; readonly random: RandomKeys; readonly first: number };

/** float32 has as many. */
const BITS = 24;
/** So many numbers are drawn at once. */
const BLOCK: number = 2 ** 16;

/**
 * Numbers in [0, 1). Each bit is one that a dropout with a rate of ½ keeps, so that they are the same on every engine and
 * however a batch is cut, and a recorded step draws them anew. To be called in a scope.
 */
export function uniforms({ shape, random, first }: Draw): Tensor {
  const size = sizeOf(shape);
  const key = random.key();
  const values = tensor(
    Float32Array.from({ length: BITS }, (_, i) => 2 ** -(i + 2)),
    [BITS, 1],
  );
  const before = first * sizeOf(shape.slice(1));
  const parts: Tensor1D[] = [];
  for (let at = 0; at < size; at += BLOCK) {
    // A block at a time, as the bits take more room than the numbers.
    const count = Math.min(BLOCK, size - at);
    parts.push(
      tidy(() => {
        const bits = fusedDropout(ones([count, BITS]), { rate: 0.5, key, offset: (before + at) * BITS }); // 0 or 2
        return reshape(matMul(bits, values), [count]);
      }),
    );
  }
  return reshape(parts.length === 0 ? zeros([0]) : concat(parts), [...shape]);
}

/** Numbers of the standard normal distribution, by Box and Muller. To be called in a scope. */
export function normals({ random, ...of }: Draw): Tensor {
  const radius = sqrt(mul(log(sub(1, uniforms({ ...of, random: random.child('radius') }))), -2));
  return mul(radius, cos(mul(uniforms({ ...of, random: random.child('angle') }), 2 * Math.PI)));
}
