import type { HostArray } from '@neurite/core';
import { decodePng as decode, decodePng16 } from '@neurite/images/png';
import type { Tensor3D } from '@tensorflow/tfjs';
import { checkChannels, checkDtype } from './check-channels.js';
import { tensorOf } from './tensor-of.js';
import { pngGrayOfRgb, rgbaOfGrayAndAlpha, rgbOfGray, withAlpha, withoutAlpha } from './with-channels.js';

/** Where the header has the bits per sample and the color type, and its numbers. */
const [DEPTH, COLOR_TYPE, PALETTE] = [24, 25, 3];
const HAS_ALPHA: ReadonlySet<number | undefined> = new Set([4, 6]);

/**
 * Decodes a PNG image as TensorFlow does: of 16 bits the upper 8 are kept, and a transparent color counts only where alpha is
 * asked for.
 *
 * @param channels 0 as in the file, 1 gray, 3 RGB, 4 RGBA
 * @returns int32 [height, width, channels]
 * @throws FormatError where the file is no PNG or is damaged
 * @throws ArgumentError for other channels, or another dtype than int32
 */
export function decodePng(contents: Uint8Array, channels = 0, dtype = 'int32'): Tensor3D {
  checkDtype('node.decodePng', dtype);
  checkChannels('node.decodePng', channels, [0, 1, 3, 4]);
  const is16Bits = contents[DEPTH] === 16;
  const options = { name: 'node.decodePng' };
  let image: HostArray = is16Bits ? decodePng16(contents, options) : decode(contents, options);
  const has = (): number => image.shape[2]!;
  const colorType = contents[COLOR_TYPE];
  const keepsAlpha = channels === 0 ? colorType === PALETTE || HAS_ALPHA.has(colorType) : channels % 2 === 0;
  if (!keepsAlpha && has() % 2 === 0) image = withoutAlpha(image);
  if (channels === 1 && has() === 3) image = pngGrayOfRgb(image, is16Bits);
  if (channels >= 3 && has() < 3) image = has() === 1 ? rgbOfGray(image) : rgbaOfGrayAndAlpha(image);
  // The largest sample of the file's depth, also where samples have been expanded to bytes: so does TensorFlow.
  if (channels === 4 && has() === 3) image = withAlpha(image, 2 ** contents[DEPTH]! - 1);
  return tensorOf(
    is16Bits ? ({ ...image, data: (image.data as Int32Array).map((value) => value >> 8) } as HostArray) : image,
  );
}
