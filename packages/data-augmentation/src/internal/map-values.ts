import { type HostArray, hostLike } from '@neurite/core';
import type { ImageArray } from './image-augmentation.js';
import { inStrips, stripOf } from './in-strips.js';
import { type KernelMemory, type Kernels, openKernels, roomFor, WORTH_A_KERNEL } from './kernels.js';
import { mapBytes } from './map-bytes.js';

/** What becomes of a value, both from 0 to 1. */
export type ValueMap = (value: number) => number;

/**
 * Changes each value by itself; uint8 by a table of 256.
 *
 * @param maps one for all channels, or one for each
 * @returns a new image, clipped to the range of its dtype
 */
export function mapValues<A extends HostArray>(image: A, maps: ValueMap | readonly ValueMap[]): A {
  const source = image as HostArray;
  const { data } = source;
  const channels = typeof maps === 'function' ? 1 : maps.length;
  const result = hostLike(source);
  const to = result.data;
  for (let channel = 0; channel < channels; channel++) {
    const map = typeof maps === 'function' ? maps : maps[channel]!;
    if (source.dtype === 'uint8') {
      const table = tableOf(map);
      if (channels === 1 && mapBytes(source.data, { table, map }, to as Uint8Array)) break;
      for (let i = channel; i < data.length; i += channels) to[i] = table[data[i]!]!;
    } else {
      for (let i = channel; i < data.length; i += channels) to[i] = clip(map(data[i]!));
    }
  }
  return result as A; // like the image
}

/** Changes the values of each channel by a map of its own, which is made from the image. */
export function mapChannels(image: ImageArray, mapOf: (image: ImageArray, channel: number) => ValueMap): ImageArray {
  return mapValues(
    image,
    Array.from({ length: image.shape[2]! }, (_, channel) => mapOf(image, channel)),
  );
}

/** Changes each value by itself, but for those of the fourth channel, alpha. */
export function mapExceptAlpha(image: ImageArray, map: ValueMap): ImageArray {
  const channels = image.shape[2]!;
  if (channels < 4) return mapValues(image, map);
  return mapChannels(image, (_, channel) => (channel === 3 ? (value) => value : map));
}

function tableOf(map: ValueMap): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, value) => clip(map(value / 255)) * 255 + 0.5);
}

function clip(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}

/** What becomes of the colors of one pixel, from 0 to 1; written back. */
export type ColorMap = (color: Float64Array) => void;

/**
 * Changes the first three channels of each pixel together; a fourth, alpha, stays. Images of one channel stay as they are.
 *
 * @returns a new image, clipped to the range of its dtype
 */
export function mapColors<A extends HostArray>(image: A, map: ColorMap): A {
  const source = image as HostArray;
  const { data } = source;
  const channels = source.shape[2]!;
  if (channels < 3) return image;
  const result = hostLike(source);
  const to = result.data;
  const bytes = source.dtype === 'uint8';
  const [scale, most, half] = bytes ? [1 / 255, 255, 0.5] : [1, 1, 0];
  const color = new Float64Array(3);
  for (let at = 0; at < data.length; at += channels) {
    for (let channel = 0; channel < 3; channel++) color[channel] = data[at + channel]! * scale;
    map(color);
    for (let channel = 0; channel < 3; channel++) to[at + channel] = clip(color[channel]!) * most + half;
    for (let channel = 3; channel < channels; channel++) to[at + channel] = data[at + channel]!;
  }
  return result as A; // like the image
}

/** The brightness that is seen, of ITU-R BT.601, which PIL and OpenCV take for gray, too. */
export function luma(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** The mean of the gray image, from 0 to 1. */
export function meanLuma(image: HostArray): number {
  const { dtype, data, shape } = image;
  const channels = shape[2]!;
  const sum = luma(...(colorSumsByKernel(image) ?? colorSums(image)));
  const mean = (sum * channels) / Math.max(data.length, 1);
  return dtype === 'uint8' ? mean / 255 : mean;
}

type ColorSums = readonly [red: number, green: number, blue: number];

/** @param first the pixel to begin with */
function colorSums({ data, shape }: HostArray, first = 0): ColorSums {
  const channels = shape[2]!;
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2];
  let [reds, greens, blues] = [0, 0, 0];
  for (let at = first * channels; at < data.length; at += channels) {
    reds += data[at]!;
    greens += data[at + green]!;
    blues += data[at + blue]!;
  }
  return [reds, greens, blues];
}

function colorSumsByKernel(image: HostArray): ColorSums | undefined {
  const memory = memoryForColors(image);
  if (memory === undefined) return undefined;
  const { data, shape } = image;
  const channels = shape[2]!;
  const strip = stripOf(4 * channels, data.length - (data.length % (4 * channels)));
  const [values, sums] = [memory.bytes(strip), memory.integers(3)];
  const whole = Math.floor(data.length / (4 * channels)) * 4;
  let [reds, greens, blues] = colorSums(image, whole);
  for (let at = 0; at < whole * channels; at += strip) {
    const length = Math.min(strip, whole * channels - at);
    values.set(data.subarray(at, at + length));
    memory.kernels.sumColors(values.byteOffset, length / channels, channels, sums.byteOffset);
    reds += sums[0]!;
    greens += sums[1]!;
    blues += sums[2]!;
  }
  return [reds, greens, blues];
}

/** For a strip of a large image of bytes in color, and three numbers; undefined for any other, and where there are no kernels. */
function memoryForColors({ dtype, data, shape }: HostArray): KernelMemory | undefined {
  const channels = shape[2]!;
  if (dtype !== 'uint8' || channels < 3 || channels > 4 || data.length < WORTH_A_KERNEL) return undefined;
  return openKernels(roomFor(stripOf(4 * channels, data.length)) + roomFor(12));
}

/**
 * Moves colors away from their gray, or towards it: `new = factor · old + (1 − factor) · gray`. Bytes of large images by
 * WebAssembly in float32.
 */
export function blendGray<A extends HostArray>(image: A, factor: number): A {
  const changed = colorsByKernel(image, ({ makeGray, blendGray: blend }, ...pixels) =>
    factor === 0 ? makeGray(...pixels) : blend(...pixels, factor),
  );
  return (
    changed ??
    mapColors(image, (color) => {
      const gray = (1 - factor) * luma(color[0]!, color[1]!, color[2]!);
      for (let channel = 0; channel < 3; channel++) color[channel] = factor * color[channel]! + gray;
    })
  );
}

/**
 * The colors of a large image of bytes, changed by WebAssembly.
 *
 * @param change takes where pixels are, how many, and of how many bytes
 * @returns a new image, or undefined for any other, and where there are no kernels
 */
export function colorsByKernel<A extends HostArray>(
  image: A,
  change: (kernels: Kernels, data: number, pixels: number, channels: number) => void,
): A | undefined {
  const memory = memoryForColors(image);
  if (memory === undefined) return undefined;
  const { data, shape } = image as HostArray<'uint8'>; // as memory is for bytes alone
  const channels = shape[2]!;
  const values = memory.bytes(stripOf(4 * channels, data.length));
  const result = hostLike(image as HostArray<'uint8'>);
  inStrips(data, result.data, {
    from: values,
    target: values,
    change: (length) => change(memory.kernels, values.byteOffset, length / channels, channels),
  });
  return result as HostArray as A; // like the image
}
