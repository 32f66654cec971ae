import type { HostArray } from '@neurite/core';
import { decodeCmyk } from '../internal/jpeg/cmyk.js';
import { checkJpeg, type DecodeJpegOptions } from '../internal/jpeg/image-of.js';
import { decodeByMozjpeg } from '../internal/jpeg/mozjpeg.js';
import { loadPeer } from '../internal/load-peer.js';

export type { DecodeJpegOptions };

/**
 * Decodes a JPEG image, baseline or progressive, by `@jsquash/jpeg` (mozjpeg in WebAssembly), which must be installed; CMYK
 * images by `jpeg-js`. Colour profiles are ignored, as PIL does.
 *
 * Pixels are those of libjpeg with its accurate integer transform and smooth upsampling, as PIL's are.
 *
 * @param bytes the whole file
 * @returns uint8 [height, width, channels]; 1 channel is grey, 3 are RGB
 * @throws ArgumentError when `maxPixels` is not an integer of at least 1
 * @throws FormatError when the file is not a JPEG, is cut off or damaged, has more than `maxPixels` pixels, or the decoder
 *   is not installed
 * @example
 * import { readFile } from 'node:fs/promises';
 * import { decodeJpeg } from '@neurite/images/jpeg';
 * const read = async (file: string) => decodeJpeg(await readFile(file), { name: file });
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf
 */
export async function decodeJpeg(bytes: Uint8Array, options: DecodeJpegOptions = {}): Promise<HostArray<'uint8'>> {
  const { isCmyk, imageOf, failure } = checkJpeg('decodeJpeg', bytes, options);
  try {
    return imageOf(
      isCmyk
        ? decodeCmyk((await loadPeer('decodeJpeg', 'jpeg-js', () => import('jpeg-js'))).default, bytes)
        : await decodeByMozjpeg(bytes),
    );
  } catch (error) {
    throw failure(error);
  }
}
