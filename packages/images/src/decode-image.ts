import { checkChoice, FormatError, type HostArray, resolveOptions } from '@neurite/core';
import { decodeByPlatform } from './internal/decode-by-platform.js';
import { decodeBySharp } from './internal/decode-by-sharp.js';
import { decodeJpeg } from './jpeg/decode-jpeg.js';
import { decodePng } from './png/decode-png.js';

/** What decodes an image. */
export type ImageDecoder = 'own' | 'sharp' | 'platform';

export type DecodeImageOptions = {
  /** How errors name the file. Default: `decodeImage`. */
  readonly name?: string;
  /** An image with more pixels is refused. Default: 100 million. */
  readonly maxPixels?: number;
  /**
   * `own`: PNG and JPEG with the same bits everywhere, those of PIL. `sharp`: the npm package `sharp` (Node), for large
   * photographs and other formats, such as WebP. `platform`: the browser, for all that it shows. The bits of both depend on
   * their versions. Default `own`.
   */
  readonly decoder?: ImageDecoder;
};

/**
 * Decodes a PNG or JPEG image, told apart by its first bytes: `decodePng`, `decodeJpeg`; or an image of any format that
 * another decoder knows. Images are turned upright as EXIF says.
 *
 * @param bytes the whole file
 * @returns uint8 [height, width, channels]; of the platform RGB, or RGBA where a pixel is transparent
 * @throws FormatError when it is neither, is damaged, or the decoder is not installed; as `decodePng` and `decodeJpeg` do
 * @throws BackendError for `platform` where there is none
 * @example
 * const image = await decodeImage(encodePng(hostArray(Uint8Array.of(0, 255), [1, 2, 1])));
 * console.log(image.shape); // [1, 2, 1]
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeImageOptions = {}): Promise<HostArray<'uint8'>> {
  const { name, maxPixels, decoder } = resolveOptions('decodeImage', options, {
    name: 'decodeImage',
    maxPixels: 100e6,
    decoder: 'own',
  });
  checkChoice('decodeImage', 'decoder', decoder, ['own', 'sharp', 'platform']);
  if (decoder === 'sharp') return decodeBySharp(bytes, { name, maxPixels });
  if (decoder === 'platform') return decodeByPlatform(bytes, { name, maxPixels });
  if (bytes[0] === 0x89) return decodePng(bytes, { name, maxPixels });
  if (bytes[0] === 0xff) return decodeJpeg(bytes, { name, maxPixels });
  throw new FormatError({ where: name, problem: 'the file is neither a PNG nor a JPEG image' });
}
