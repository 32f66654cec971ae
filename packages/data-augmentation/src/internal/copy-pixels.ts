import { type Frame, type HostArray, hostLike, type NumericArray } from '@neurite/core';
import { type Border, borderIndex } from './border.js';
import { inStrips, stripOf } from './in-strips.js';
import { openKernels, roomFor, WORTH_A_KERNEL } from './kernels.js';

/** The pixel of the old image where the new one begins, and how many pixels further each column and each row is. */
export type Strides = { readonly origin: number; readonly column: number; readonly row: number };

/** A new image whose pixels are those of the old one in another order: flips, quarter turns, transposes. */
export function stridedPixels<A extends HostArray>(
  image: A,
  { height, width }: Frame,
  { origin, column, row }: Strides,
): A {
  const { data, shape } = image as HostArray;
  const channels = shape[2]!;
  const result = hostLike(image as HostArray, [height, width, channels]);
  const to = result.data;
  if (column === 1) {
    // Whole rows.
    for (let y = 0; y < height; y++) {
      const from = (origin + y * row) * channels;
      to.set(data.subarray(from, from + width * channels), y * width * channels);
    }
    return result as A; // like the image
  }
  const isMirrored = column === -1 && row === width && origin === width - 1;
  if (isMirrored && reversedByKernel(image as HostArray, to)) return result as A; // like the image
  const step = column * channels;
  for (let y = 0, at = 0; y < height; y++) {
    let from = (origin + y * row) * channels;
    if (channels === 1) {
      for (let x = 0; x < width; x++, from += step) to[at++] = data[from]!;
    } else if (channels === 3) {
      for (let x = 0; x < width; x++, from += step, at += 3) {
        to[at] = data[from]!;
        to[at + 1] = data[from + 1]!;
        to[at + 2] = data[from + 2]!;
      }
    } else {
      for (let x = 0; x < width; x++, from += step) {
        for (let channel = 0; channel < channels; channel++) to[at++] = data[from + channel]!;
      }
    }
  }
  return result as A; // like the image
}

function reversedByKernel({ data, shape, dtype }: HostArray, to: NumericArray): boolean {
  const [, width, channels] = shape as [number, number, number]; // checked by the lifter
  if (dtype !== 'uint8' || (channels !== 1 && channels !== 3) || data.length < WORTH_A_KERNEL) return false;
  const line = width * channels;
  const strip = stripOf(line, data.length);
  const memory = openKernels(2 * roomFor(strip));
  if (memory === undefined) return false;
  const [from, target] = [memory.bytes(strip), memory.bytes(strip)];
  const change = (length: number): void =>
    memory.kernels.reverseRows(from.byteOffset, target.byteOffset, length / line, width, channels);
  inStrips(data, to as Uint8Array, { from, target, change }); // as the image
  return true;
}

/** A rectangle of an image in pixels. It may reach beyond the image. */
export type Rectangle = Frame & { readonly left: number; readonly top: number };

/** A copy of a rectangle of an image; what is beyond its border is filled. */
export function rectangleOf<A extends HostArray>(
  image: A,
  { left, top, height, width }: Rectangle,
  { border, fill }: { readonly border: Border; readonly fill: number },
): A {
  const { data, shape } = image as HostArray;
  const [oldHeight, oldWidth, channels] = shape as [number, number, number]; // checked by the lifter
  const result = hostLike(image as HostArray, [height, width, channels]);
  const to = result.data;
  const first = Math.min(Math.max(0, -left), width);
  const last = Math.max(first, Math.min(width, oldWidth - left));
  for (let y = 0; y < height; y++) {
    const row = borderIndex(top + y, oldHeight, border);
    const at = y * width * channels;
    if (row < 0) {
      to.fill(fill, at, at + width * channels);
      continue;
    }
    const line = row * oldWidth * channels;
    if (last > first) {
      const from = line + (left + first) * channels;
      to.set(data.subarray(from, from + (last - first) * channels), at + first * channels);
    }
    for (let x = 0; x < width; x++) {
      if (x === first && last > first) x = last;
      if (x >= width) break;
      const column = borderIndex(left + x, oldWidth, border);
      for (let channel = 0; channel < channels; channel++) {
        to[at + x * channels + channel] = column < 0 ? fill : data[line + column * channels + channel]!;
      }
    }
  }
  return result as A; // like the image
}
