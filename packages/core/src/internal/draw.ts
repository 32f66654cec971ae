import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { RandomStream } from '../random-stream.js';
import { type Shape, sizeOf } from '../shape.js';

/** The standard deviation of the standard normal distribution truncated at ±2. */
const TRUNCATED_DEVIATION = 0.8796256610342398;

/** Uniform numbers in [−bound, bound). */
export function drawUniform(shape: Shape, random: RandomStream, bound: number): Tensor {
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

/** Truncated normal numbers whose standard deviation is `deviation` after truncation, as in Keras. */
export function drawScaledNormal(shape: Shape, random: RandomStream, deviation: number): Tensor {
  return drawTruncatedNormal(shape, random, 0, deviation / TRUNCATED_DEVIATION);
}
