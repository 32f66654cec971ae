import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { RandomStream } from '../random-stream.js';
import { type Shape, sizeOf } from '../shape.js';

/** The standard deviation of the standard normal distribution truncated at ±2. */
const TRUNCATED_DEVIATION = 0.8796256610342398;

/** Uniform numbers in [−bound, bound). */
function drawUniform(shape: Shape, random: RandomStream, bound: number): Tensor {
  return tensor(random.uniforms(sizeOf(shape), -bound, bound), [...shape], 'float32');
}

/** Normal numbers; those more than two standard deviations from the mean are drawn again. */
export function drawTruncatedNormal(shape: Shape, random: RandomStream, mean: number, deviation: number): Tensor {
  const values = Float32Array.from({ length: sizeOf(shape) }, () => {
    let value = random.normal();
    while (Math.abs(value) > 2) value = random.normal();
    return mean + deviation * value;
  });
  return tensor(values, [...shape], 'float32');
}

type Scaled = { readonly variance: number; readonly distribution: 'truncatedNormal' | 'normal' | 'uniform' };

/** Numbers of mean 0 and a variance. That of `truncatedNormal` is what is left after the truncation, as in Keras. */
export function drawScaled(shape: Shape, random: RandomStream, { variance, distribution }: Scaled): Tensor {
  if (distribution === 'uniform') return drawUniform(shape, random, Math.sqrt(3 * variance));
  const deviation = Math.sqrt(variance);
  if (distribution === 'truncatedNormal') return drawTruncatedNormal(shape, random, 0, deviation / TRUNCATED_DEVIATION);
  return tensor(random.normals(sizeOf(shape), 0, deviation), [...shape], 'float32');
}
