import { type Frame, type HostArray, hostArray } from '@neurite/core';
import { fixedTaps, triangleTaps } from '@neurite/images/resample-weights';
import { openKernels, roomFor, WORTH_A_KERNEL } from './kernels.js';

/**
 * Resizes an image of bytes by WebAssembly, with the bits of `resize` of the package images.
 *
 * @returns a new image, or undefined where there are no kernels, or it is not worth the way there
 */
export function resizeBytes(image: HostArray<'uint8'>, size: Frame): HostArray<'uint8'> | undefined {
  const { data, shape } = image;
  const [height, width, channels] = shape as [number, number, number]; // checked by the lifter
  if (channels > 4 || data.length < WORTH_A_KERNEL || (height === size.height && width === size.width)) {
    return undefined;
  }
  const across = tapsOf(width, size.width);
  const down = tapsOf(height, size.height);
  const line = size.width * channels;
  const lengths = [data.length, height * line, size.height * line];
  const tables = [across, down].flatMap(({ firsts, weights }) => [4 * firsts.length, 4 * weights.length]);
  const memory = openKernels([...lengths, ...tables].reduce((sum, bytes) => sum + roomFor(bytes), 0));
  if (memory === undefined) return undefined;
  const [from, between, to] = lengths.map((length) => memory.bytes(length)) as [Uint8Array, Uint8Array, Uint8Array];
  from.set(data);
  const put = (numbers: Int32Array): number => {
    const own = memory.integers(numbers.length);
    own.set(numbers);
    return own.byteOffset;
  };
  const { resampleAcross, resampleDown } = memory.kernels;
  const wide = width * channels;
  const rest = [put(across.firsts), put(across.weights), across.length] as const;
  resampleAcross(from.byteOffset, height, wide, channels, between.byteOffset, size.width, ...rest);
  resampleDown(between.byteOffset, line, to.byteOffset, size.height, put(down.firsts), put(down.weights), down.length);
  return hostArray(to.slice(), [size.height, size.width, channels]);
}

type FixedTaps = { readonly firsts: Int32Array; readonly weights: Int32Array; readonly length: number };

/** Pairs of sizes whose weights are remembered: images of a dataset mostly become one size, and weights take as long as sums. */
const REMEMBERED = 32;
const known = new Map<string, FixedTaps>();

/** Weights as integers: as many for each new pixel, the first ones moved back so that all are within the image. */
function tapsOf(size: number, count: number): FixedTaps {
  const key = `${size} to ${count}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const taps = triangleTaps({ size, start: 0, length: size, count }, true);
  const length = taps.reduce((most, { weights }) => Math.max(most, weights.length), 0);
  const firsts = Int32Array.from(taps, ({ first }) => Math.min(first, size - length));
  const weights = new Int32Array(count * length);
  for (const [i, { first, fixed }] of fixedTaps(taps).entries()) weights.set(fixed, i * length + first - firsts[i]!);
  if (known.size === REMEMBERED) known.clear();
  known.set(key, { firsts, weights, length });
  return { firsts, weights, length };
}
