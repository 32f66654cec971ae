import type { HostArray } from '@neurite/core';
import { type DecodePngOptions, decodePixels } from '../internal/png/decode-pixels.js';

/**
 * Decodes a PNG image with all of its 16 bits, such as depth maps and medical images have, as `decodePng` does else.
 *
 * @param bytes the whole file
 * @returns int32 [height, width, channels] from 0 to 65535, whatever the depth of the file is
 * @throws ArgumentError and FormatError as `decodePng`
 * @example
 * const image = decodePng16(encodePng(hostArray(Uint8Array.of(0, 255), [1, 2, 1])));
 * console.log(image.data); // 0, 65535
 * @see https://www.w3.org/TR/png-3/#13Sample-depth-rescaling
 */
export function decodePng16(bytes: Uint8Array, options: DecodePngOptions = {}): HostArray<'int32'> {
  return decodePixels(bytes, { where: 'decodePng16', options, make: (size) => new Int32Array(size), full: 65535 });
}
