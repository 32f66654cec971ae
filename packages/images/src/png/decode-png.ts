import type { HostArray } from '@neurite/core';
import { type DecodePngOptions, decodePixels } from '../internal/png/decode-pixels.js';

export type { DecodePngOptions };

/**
 * Decodes a PNG image of any colour type, bit depth and interlacing.
 *
 * Samples become bytes: those of fewer than 8 bits are scaled to 0 … 255, those of 16 bits rounded to 8 (`decodePng16` keeps
 * them). Palettes are
 * looked up. A colour or a palette that is declared transparent (tRNS) gives an alpha channel. Gamma and colour
 * profiles are ignored, as PIL does; of an animation the default image is decoded.
 *
 * @param bytes the whole file
 * @returns uint8 [height, width, channels]; 1 channel is grey, 2 are grey and alpha, 3 RGB, 4 RGBA
 * @throws ArgumentError when `maxPixels` is not an integer of at least 1
 * @throws FormatError when the file is not a PNG, is damaged, has more than `maxPixels` pixels, or inflates to more
 *   than its size needs. Memory stays within three times the size of the result plus 17 MB.
 * @example
 * const image = decodePng(encodePng(hostArray(Uint8Array.of(0, 255), [1, 2, 1])));
 * console.log(image.shape); // [1, 2, 1]
 * @see https://www.w3.org/TR/png-3/
 */
export function decodePng(bytes: Uint8Array, options: DecodePngOptions = {}): HostArray<'uint8'> {
  return decodePixels(bytes, { where: 'decodePng', options, make: (size) => new Uint8Array(size), full: 255 });
}
