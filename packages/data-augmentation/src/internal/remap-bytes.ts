import { type Frame, type HostArray, hostLike } from '@neurite/core';
import type { Border } from './border.js';
import { openKernels, roomFor, WORTH_A_KERNEL } from './kernels.js';

/**
 * Where the pixels of one row of the new image come from: writes, for each column, the coordinates in the old image, in
 * which the center of the first pixel is 0.5, as in points.
 */
export type RowSources = (row: number, xs: Float64Array, ys: Float64Array) => void;

/**
 * Where pixels come from, in pixels from the upper left corner: x' = (a·x + b·y + c) / (g·x + h·y + 1) and
 * y' = (d·x + e·y + f) / (g·x + h·y + 1).
 */
export type Homography = readonly [
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
  g: number,
  h: number,
];

/** Rows and columns that stand around the image, before and behind it. */
const [BEFORE, AROUND] = [1, 3];

/**
 * What `remap` does, bilinearly, for bytes: by WebAssembly in integers, with shares of pixels of 11 binary places, so that a
 * value may be 1 away from the one in floats.
 *
 * @param options.homography what `sources` says, where it is one: for images that keep their size
 * @returns undefined for small images, where the border is not `constant` or `edge`, where pixels have 2 or more than 4
 *   channels, and where this runtime cannot run kernels
 */
export function remapBytes(
  { data, shape, dtype }: HostArray,
  sources: RowSources,
  {
    frame,
    border,
    fill,
    homography,
  }: {
    readonly frame: Frame;
    readonly border: Border;
    readonly fill: number;
    readonly homography?: Homography | undefined;
  },
): HostArray<'uint8'> | undefined {
  const [height, width, channels] = shape as [number, number, number]; // checked by the lifter
  const isPlain = border === 'edge' || (border === 'constant' && Number.isInteger(fill) && fill >= 0 && fill <= 255);
  if (dtype !== 'uint8' || !isPlain || channels === 2 || channels > 4 || data.length < WORTH_A_KERNEL) return undefined;
  const line = (width + AROUND) * channels;
  const result = hostLike({ data, shape, dtype } as HostArray<'uint8'>, [frame.height, frame.width, channels]);
  const sizes = [(height + AROUND) * line + 8, 8 * frame.width, 8 * frame.width, 64, result.data.length + 4];
  const memory = openKernels(sizes.reduce((sum, size) => sum + roomFor(size), 0));
  if (memory === undefined) return undefined;
  const around = memory.bytes(sizes[0]!);
  const [xs, ys] = [memory.doubles(frame.width), memory.doubles(frame.width)];
  const map = memory.doubles(8);
  const to = memory.bytes(result.data.length);
  surround(around, data as Uint8Array, { height, width, channels, fill: border === 'edge' ? undefined : fill });
  const first = around.byteOffset + BEFORE * line + BEFORE * channels;
  if (homography !== undefined) {
    map.set(homography);
    memory.kernels.sampleHomography(first, line, height, width, channels, map.byteOffset, to.byteOffset);
    result.data.set(to);
    return result;
  }
  for (let row = 0; row < frame.height; row++) {
    sources(row, xs, ys);
    memory.kernels.sampleRow(
      first,
      line,
      height,
      width,
      channels,
      xs.byteOffset,
      ys.byteOffset,
      frame.width,
      to.byteOffset + row * frame.width * channels,
    );
  }
  result.data.set(to);
  return result;
}

/** An image with one value around it, or with its own border repeated. */
function surround(
  around: Uint8Array,
  data: Uint8Array,
  {
    height,
    width,
    channels,
    fill,
  }: { readonly height: number; readonly width: number; readonly channels: number; readonly fill: number | undefined },
): void {
  const [line, own] = [(width + AROUND) * channels, width * channels];
  if (fill !== undefined) around.fill(fill);
  for (let y = 0; y < height; y++) {
    const at = (y + BEFORE) * line;
    around.set(data.subarray(y * own, (y + 1) * own), at + BEFORE * channels);
    if (fill !== undefined) continue;
    for (let c = 0; c < channels; c++) {
      around[at + c] = data[y * own + c]!;
      const last = data[(y + 1) * own - channels + c]!;
      for (let x = width + BEFORE; x < width + AROUND; x++) around[at + x * channels + c] = last;
    }
  }
  if (fill !== undefined) return;
  around.copyWithin(0, line, 2 * line);
  for (let y = height + BEFORE; y < height + AROUND; y++) {
    around.copyWithin(y * line, (height + BEFORE - 1) * line, (height + BEFORE) * line);
  }
}
