import { type HostArray, hostLike } from '@neurite/core';
import { borderIndex } from './border.js';

/** The weights of a Gaussian, from −radius to radius, with sum 1. Default radius: 4 σ, rounded up. */
export function gaussianKernel(sigma: number, radius: number = Math.max(1, Math.ceil(4 * sigma))): Float64Array {
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  return kernel.map((weight) => weight / sum);
}

/**
 * Correlates each channel with a kernel along the columns and another along the rows, both of odd length; beyond the border
 * is the mirror image without the border itself, as in `reflect`. Sums are float64.
 */
export function convolveSeparably<A extends HostArray>(
  image: A,
  { across, down }: { readonly across: Float64Array; readonly down: Float64Array },
): A {
  const source = image as HostArray;
  const [height, width, channels] = source.shape as [number, number, number]; // checked by the lifter
  const line = width * channels;
  const wide = new Float32Array(height * line);
  const radius = (across.length - 1) / 2;
  const padded = new Float64Array((width + 2 * radius) * channels);
  for (let y = 0; y < height; y++) {
    for (let x = -radius, at = 0; x < width + radius; x++) {
      const from = y * line + borderIndex(x, width, 'reflect') * channels;
      for (let channel = 0; channel < channels; channel++) padded[at++] = source.data[from + channel]!;
    }
    const row = y * line;
    for (let i = 0; i < line; i++) {
      let sum = 0;
      for (let k = 0, at = i; k < across.length; k++, at += channels) sum += across[k]! * padded[at]!;
      wide[row + i] = sum;
    }
  }
  const result = hostLike(source);
  const to = result.data;
  const half = source.dtype === 'uint8' ? 0.5 : 0;
  const sums = new Float64Array(line);
  for (let y = 0; y < height; y++) {
    sums.fill(half);
    for (let k = 0; k < down.length; k++) {
      const weight = down[k]!;
      const from = borderIndex(y + k - (down.length - 1) / 2, height, 'reflect') * line;
      for (let i = 0; i < line; i++) sums[i]! += weight * wide[from + i]!;
    }
    to.set(sums, y * line);
  }
  return result as A; // like the image
}

/**
 * Correlates each channel with a kernel of [size, size] weights, an odd size; beyond the border as in
 * `convolveSeparably`. Weights of 0 cost nothing. Results are clipped to the range of images.
 */
export function convolve<A extends HostArray>(image: A, kernel: Float64Array, size: number): A {
  const source = image as HostArray;
  const [height, width, channels] = source.shape as [number, number, number]; // checked by the lifter
  const line = width * channels;
  const radius = (size - 1) / 2;
  const used = Array.from(kernel.keys()).filter((i) => kernel[i] !== 0);
  const columns = Int32Array.from(
    { length: width + 2 * radius },
    (_, x) => borderIndex(x - radius, width, 'reflect') * channels,
  );
  const result = hostLike(source);
  const to = result.data;
  const [most, half] = source.dtype === 'uint8' ? [255, 0.5] : [1, 0];
  const sums = new Float64Array(line);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (const tap of used) {
      const weight = kernel[tap]!;
      const from = borderIndex(y + Math.floor(tap / size) - radius, height, 'reflect') * line;
      const shift = tap % size;
      for (let x = 0, at = 0; x < width; x++) {
        const pixel = from + columns[x + shift]!;
        for (let channel = 0; channel < channels; channel++, at++) sums[at]! += weight * source.data[pixel + channel]!;
      }
    }
    for (let i = 0; i < line; i++) to[y * line + i] = Math.min(Math.max(sums[i]!, 0), most) + half;
  }
  return result as A; // like the image
}
