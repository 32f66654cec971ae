import { FormatError, type HostArray, resolveOptions } from '@neurite/core';
import { decodeJpeg } from './jpeg/decode-jpeg.js';
import { decodePng } from './png/decode-png.js';

export type DecodeImageOptions = {
  /** How errors name the file. Default: `decodeImage`. */
  readonly name?: string;
  /** An image with more pixels is refused. Default: 100 million. */
  readonly maxPixels?: number;
};

/**
 * Decodes a PNG or JPEG image, told apart by its first bytes: `decodePng`, `decodeJpeg`.
 *
 * @param bytes the whole file
 * @returns uint8 [height, width, channels]
 * @throws FormatError when it is neither, or as `decodePng` and `decodeJpeg` do
 * @example
 * const image = await decodeImage(encodePng(hostArray(Uint8Array.of(0, 255), [1, 2, 1])));
 * console.log(image.shape); // [1, 2, 1]
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeImageOptions = {}): Promise<HostArray<'uint8'>> {
  const { name, maxPixels } = resolveOptions('decodeImage', options, { name: 'decodeImage', maxPixels: 100e6 });
  if (bytes[0] === 0x89) return decodePng(bytes, { name, maxPixels });
  if (bytes[0] === 0xff) return decodeJpeg(bytes, { name, maxPixels });
  throw new FormatError({ where: name, problem: 'the file is neither a PNG nor a JPEG image' });
}
