import type { Image } from './oriented-gradients.js';

/**
 * The distribution of each color: mean, standard deviation, and the cube root of the third central moment.
 *
 * @returns 3 × channels
 * @see Stricker and Orengo, "Similarity of color images", 1995
 */
export function colorMoments({ data, channels }: Image): Float64Array {
  const result = new Float64Array(3 * channels);
  for (let channel = 0; channel < channels; channel++) {
    const mean = meanOf(data, channel, channels, (value) => value);
    const variance = meanOf(data, channel, channels, (value) => (value - mean) ** 2);
    const third = meanOf(data, channel, channels, (value) => (value - mean) ** 3);
    result.set([mean, Math.sqrt(variance), Math.cbrt(third)], 3 * channel);
  }
  return result;
}

function meanOf(data: ArrayLike<number>, first: number, step: number, of: (value: number) => number): number {
  let sum = 0;
  for (let i = first; i < data.length; i += step) sum += of(data[i]!);
  return sum / (data.length / step);
}
