import { type HostArray, hostLike } from '@neurite/core';
import { borderIndex } from './border.js';
import { openKernels, roomFor } from './kernels.js';

/** Binary places of weights, and of values between both passes. */
const [WEIGHT_BITS, KEPT_BITS] = [15, 7];
/** From so many weights on, their roundings together might not fit. */
const MOST_TAPS = 201;

/**
 * Correlates each channel of bytes with one kernel along columns and rows; beyond the border is the mirror image, as in
 * `reflect`. All is done in integers, by WebAssembly where there is any, with the same bits.
 *
 * @param kernel an odd number of weights of at least 0, with the sum 1
 * @param options.plain whether TypeScript does the work, even where kernels could
 * @returns undefined where the kernel has too many weights
 */
export function blurBytes(
  image: HostArray<'uint8'>,
  kernel: Float64Array,
  { plain = false }: { readonly plain?: boolean } = {},
): HostArray<'uint8'> | undefined {
  if (kernel.length > MOST_TAPS) return undefined;
  const radius = (kernel.length - 1) / 2;
  const weights = Int32Array.from(kernel, (weight) => Math.round(weight * 2 ** WEIGHT_BITS));
  weights[radius]! += 2 ** WEIGHT_BITS - weights.reduce((sum, weight) => sum + weight, 0);
  const result = hostLike(image);
  if (weights[radius]! >= 2 ** WEIGHT_BITS || image.data.length === 0) {
    result.data.set(image.data);
    return result;
  }
  if (plain || !blurredByKernel(image, result, weights)) blurredPlainly(image, result, weights);
  return result;
}

function blurredByKernel(
  { data, shape }: HostArray<'uint8'>,
  { data: to }: HostArray<'uint8'>,
  weights: Int32Array,
): boolean {
  const [height, width, channels] = shape as [number, number, number]; // checked by the lifter
  const [taps, line] = [weights.length, width * channels];
  const radius = (taps - 1) / 2;
  const wideSize = line + 2 * radius * channels + 32;
  const sizes = [2 * taps, 4 * height * taps, 2 * wideSize, data.length, data.length];
  const memory = openKernels(sizes.reduce((sum, size) => sum + roomFor(size), 0));
  if (memory === undefined) return false;
  const own = memory.words(taps);
  const rowsAt = memory.integers(height * taps);
  const wide = memory.words(wideSize);
  const [from, target] = [memory.bytes(data.length), memory.bytes(data.length)];
  own.set(weights);
  from.set(data);
  for (let i = 0; i < rowsAt.length; i++) {
    const row = borderIndex(Math.floor(i / taps) + (i % taps) - radius, height, 'reflect');
    rowsAt[i] = from.byteOffset + row * line;
  }
  memory.kernels.blurRows(
    target.byteOffset,
    height,
    line,
    channels,
    own.byteOffset,
    radius,
    rowsAt.byteOffset,
    wide.byteOffset,
  );
  to.set(target);
  return true;
}

function blurredPlainly(
  { data, shape }: HostArray<'uint8'>,
  { data: to }: HostArray<'uint8'>,
  weights: Int32Array,
): void {
  const [height, width, channels] = shape as [number, number, number]; // checked by the lifter
  const line = width * channels;
  const radius = (weights.length - 1) / 2;
  const wide = new Int16Array(line);
  for (let y = 0; y < height; y++) {
    wide.fill(0);
    for (const [k, weight] of weights.entries()) {
      const from = borderIndex(y + k - radius, height, 'reflect') * line;
      for (let i = 0; i < line; i++) wide[i] = saturated(wide[i]! + times(data[from + i]! << KEPT_BITS, weight));
    }
    for (let x = 0, at = y * line; x < width; x++) {
      for (let c = 0; c < channels; c++, at++) {
        let sum = 2 ** (KEPT_BITS - 1);
        for (const [k, weight] of weights.entries()) {
          const from = borderIndex(x + k - radius, width, 'reflect') * channels + c;
          sum = saturated(sum + times(wide[from]!, weight));
        }
        to[at] = sum >> KEPT_BITS;
      }
    }
  }
}

/** A product of which only the upper half is kept, rounded. */
function times(value: number, weight: number): number {
  return (value * weight + 2 ** (WEIGHT_BITS - 1)) >> WEIGHT_BITS;
}

function saturated(value: number): number {
  return Math.min(value, 32_767);
}
