import { type HostArray, hostArray } from '@neurite/core';

/** The weights of red, green and blue in libpng's gray, in units of 2⁻¹⁵. */
const PNG_GRAY: readonly [number, number, number] = [9798, 19_235, 3735];
/** Those of libjpeg's, in units of 2⁻¹⁶. */
const GRAY: readonly [number, number, number] = [19595, 38470, 7471];

/** Gray as libjpeg has it, rounded to the nearest. */
export function grayOfRgb(image: HostArray): HostArray<'int32'> {
  const [red, green, blue] = GRAY;
  return mapPixels(image, 1, (from, to, source, target) => {
    target[to] = (red * source[from]! + green * source[from + 1]! + blue * source[from + 2]! + 32_768) >> 16;
  });
}

/** Gray as libpng has it when TensorFlow asks for it, rounded down for bytes and to the nearest for 16 bits. */
export function pngGrayOfRgb(image: HostArray, is16Bits: boolean): HostArray<'int32'> {
  const [red, green, blue] = PNG_GRAY;
  const half = is16Bits ? 16_384 : 0;
  return mapPixels(image, 1, (from, to, source, target) => {
    const [r, g, b] = [source[from]!, source[from + 1]!, source[from + 2]!];
    target[to] = r === g && r === b ? r : Math.floor((red * r + green * g + blue * b + half) / 32_768);
  });
}

/** Gray as red, green and blue. */
export function rgbOfGray(image: HostArray): HostArray<'int32'> {
  return mapPixels(image, 3, (from, to, source, target) => target.fill(source[from]!, to, to + 3));
}

/** Without its last channel. */
export function withoutAlpha(image: HostArray): HostArray<'int32'> {
  const channels = image.shape[2]! - 1;
  return mapPixels(image, channels, (from, to, source, target) => {
    for (let c = 0; c < channels; c++) target[to + c] = source[from + c]!;
  });
}

/** With one more channel, which is opaque everywhere. */
export function withAlpha(image: HostArray, opaque: number): HostArray<'int32'> {
  const channels = image.shape[2]!;
  return mapPixels(image, channels + 1, (from, to, source, target) => {
    for (let c = 0; c < channels; c++) target[to + c] = source[from + c]!;
    target[to + channels] = opaque;
  });
}

/** Gray and alpha as red, green, blue and alpha. */
export function rgbaOfGrayAndAlpha(image: HostArray): HostArray<'int32'> {
  return mapPixels(image, 4, (from, to, source, target) => {
    target.fill(source[from]!, to, to + 3);
    target[to + 3] = source[from + 1]!;
  });
}

function mapPixels(
  { data, shape }: HostArray,
  channels: number,
  write: (from: number, to: number, source: ArrayLike<number>, target: Int32Array) => void,
): HostArray<'int32'> {
  const [height = 0, width = 0, old = 1] = shape;
  const result = new Int32Array(height * width * channels);
  for (let from = 0, to = 0; to < result.length; from += old, to += channels) write(from, to, data, result);
  return hostArray(result, [height, width, channels]);
}
