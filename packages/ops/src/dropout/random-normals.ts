import { cos, log, mul, sqrt, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type RandomDraw, randomUniforms } from './random-uniforms.js';

/**
 * Numbers of the standard normal distribution, by Box and Muller, from the draws of two keys.
 *
 * @param keys two random keys, for the radius and the angle
 * @returns float32 of the shape, owned by the caller
 * @throws ShapeError, DtypeError when a key is not int32 [4]
 * @example
 * const noise = randomNormals({ shape: [2, 3], keys: [keyTensor([7, 0]), keyTensor([7, 1])] });
 */
export function randomNormals({
  keys: [radius, angle],
  ...of
}: Omit<RandomDraw, 'key'> & { readonly keys: readonly [Tensor, Tensor] }): Tensor {
  return tidy(() => {
    const length = sqrt(mul(log(sub(1, randomUniforms({ ...of, key: radius }))), -2));
    return mul(length, cos(mul(randomUniforms({ ...of, key: angle }), 2 * Math.PI)));
  });
}
