import { type HostArray, hostLike } from '@neurite/core';
import { borderIndex } from './border.js';
import { openKernels, roomFor } from './kernels.js';

/** Binary places of weights, and of values between both passes. */
const [WEIGHT_BITS, KEPT_BITS] = [15, 6];
/** From so many weights on, their roundings together might not fit. */
const MOST_TAPS = 201;

/**
 * Correlates each channel of bytes with one kernel along columns and rows; beyond the border is the mirror image, as in
 * `reflect`. All is done in integers, by WebAssembly where there is any, with the same bits.
 *
 * @param kernel an odd number of weights of at least 0, the same to both sides, with the sum 1
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
  const sizes = [2 * (radius + 1), 4 * height * taps, 2 * wideSize, data.length, data.length];
  const memory = openKernels(sizes.reduce((sum, size) => sum + roomFor(size), 0));
  if (memory === undefined) return false;
  const own = memory.words(radius + 1);
  const rowsAt = memory.integers(height * taps);
  const wide = memory.words(wideSize);
  const [from, target] = [memory.bytes(data.length), memory.bytes(data.length)];
  own.set(weights.subarray(radius));
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
    for (let k = 0; k <= radius; k++) {
      const [above, below] = [y - k, y + k].map((row) => borderIndex(row, height, 'reflect') * line) as [
        number,
        number,
      ];
      for (let i = 0; i < line; i++) {
        // Neighbors at one distance have one weight.
        const both = k === 0 ? data[above + i]! : data[above + i]! + data[below + i]!;
        const before = k === 0 ? 0 : wide[i]!;
        wide[i] = before + times(both << KEPT_BITS, weights[radius + k]!);
      }
    }
    for (let x = 0, at = y * line; x < width; x++) {
      for (let c = 0; c < channels; c++, at++) {
        let sum = 2 ** (KEPT_BITS - 1) + times(wide[x * channels + c]!, weights[radius]!);
        for (let k = 1; k <= radius; k++) {
          const left = borderIndex(x - k, width, 'reflect') * channels + c;
          const right = borderIndex(x + k, width, 'reflect') * channels + c;
          sum += times(wide[left]! + wide[right]!, weights[radius + k]!);
        }
        to[at] = Math.min(sum >> KEPT_BITS, 255);
      }
    }
  }
}

/** A product of which only the upper half is kept, rounded. */
function times(value: number, weight: number): number {
  return (value * weight + 2 ** (WEIGHT_BITS - 1)) >> WEIGHT_BITS;
}
