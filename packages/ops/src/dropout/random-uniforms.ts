import { sizeOf } from '@neurite/core';
import { concat, matMul, ones, reshape, type Tensor, type Tensor1D, tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import { fusedDropout } from './dropout.js';

/** Random numbers of a shape. */
export type RandomDraw = {
  readonly shape: readonly number[];
  /** A random key: int32 [4], as `keyTensor` makes it. The same key draws the same numbers. */
  readonly key: Tensor;
  /** The index of the first of them in the whole, where the shape is a part of one. An integer of at least 0; default 0. */
  readonly offset?: number;
};

/** float32 has as many. */
const BITS = 24;
/** So many numbers are drawn at once, as the bits take more room than the numbers. */
const BLOCK: number = 2 ** 16;

/**
 * Numbers in [0, 1). Each bit is one that a dropout with a rate of ½ keeps, so that they are the same on every engine and
 * however a batch is cut, and a recorded step draws them anew.
 *
 * @returns float32 of the shape, owned by the caller
 * @throws ArgumentError when the offset is out of range
 * @throws ShapeError, DtypeError when the key is not int32 [4]
 * @example
 * const draws = randomUniforms({ shape: [2, 3], key: keyTensor([7, 0]) });
 */
export function randomUniforms({ shape, key, offset = 0 }: RandomDraw): Tensor {
  return tidy(() => {
    const size = sizeOf(shape);
    const powers = Float32Array.from({ length: BITS }, (_, i) => 2 ** -(i + 2));
    const values = tensor(powers, [BITS, 1]);
    const parts: Tensor1D[] = [];
    for (let at = 0; at < size; at += BLOCK) {
      const count = Math.min(BLOCK, size - at);
      parts.push(
        tidy(() => {
          const bits = fusedDropout(ones([count, BITS]), { rate: 0.5, key, offset: (offset + at) * BITS }); // 0 or 2
          return reshape(matMul(bits, values), [count]);
        }),
      );
    }
    return reshape(parts.length === 0 ? zeros([0]) : concat(parts), [...shape]);
  });
}
