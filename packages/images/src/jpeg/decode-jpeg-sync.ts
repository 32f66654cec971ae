import type { HostArray } from '@neurite/core';
import { decodeCmyk, type JpegJs } from '../internal/jpeg/cmyk.js';
import { checkJpeg, type DecodeJpegOptions } from '../internal/jpeg/image-of.js';
import { decodeByMozjpegSync } from '../internal/jpeg/mozjpeg.js';
import { loadPeerSync } from '../internal/load-peer.js';

/**
 * Decodes a JPEG image as `decodeJpeg`, before it returns. In Node only: a page cannot load the decoder synchronously.
 *
 * @param bytes the whole file
 * @returns uint8 [height, width, channels]; 1 channel is grey, 3 are RGB
 * @throws ArgumentError and FormatError as `decodeJpeg`
 * @example
 * import { readFileSync } from 'node:fs';
 * import { decodeJpegSync } from '@neurite/images/jpeg';
 * const read = (file: string) => decodeJpegSync(readFileSync(file), { name: file });
 */
export function decodeJpegSync(bytes: Uint8Array, options: DecodeJpegOptions = {}): HostArray<'uint8'> {
  const { isCmyk, imageOf, failure } = checkJpeg('decodeJpegSync', bytes, options);
  try {
    return imageOf(
      isCmyk ? decodeCmyk(loadPeerSync<JpegJs>('decodeJpegSync', 'jpeg-js'), bytes) : decodeByMozjpegSync(bytes),
    );
  } catch (error) {
    throw failure(error);
  }
}
