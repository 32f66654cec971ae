import type { HostArray } from '@neurite/core';
import { decodeJpegSync } from '@neurite/images/jpeg';
import type { Tensor3D } from '@tensorflow/tfjs';
import { checkChannels, checkDefault } from './check-channels.js';
import { tensorOf } from './tensor-of.js';
import { grayOfRgb, rgbOfGray } from './with-channels.js';

/**
 * Decodes a JPEG image; its EXIF orientation is not followed, as in TensorFlow. Pixels are those of `INTEGER_ACCURATE`, also
 * where `dctMethod` asks for the faster transform, of which TensorFlow says that it is a hint.
 *
 * @param channels 0 as in the file, 1 gray, 3 RGB
 * @returns int32 [height, width, channels]
 * @throws FormatError where the file is no JPEG, is damaged or cut off
 * @throws ArgumentError for other channels, and for a `ratio`, `fancyUpscaling`, `tryRecoverTruncated` or
 *   `acceptableFraction` that is not the default
 */
export function decodeJpeg(
  contents: Uint8Array,
  channels = 0,
  ratio = 1,
  fancyUpscaling = true,
  tryRecoverTruncated = false,
  acceptableFraction = 1,
  _dctMethod = '',
): Tensor3D {
  const where = 'node.decodeJpeg';
  checkChannels(where, channels, [0, 1, 3]);
  checkDefault(where, 'ratio', ratio, 1);
  checkDefault(where, 'fancyUpscaling', fancyUpscaling, true);
  checkDefault(where, 'tryRecoverTruncated', tryRecoverTruncated, false);
  checkDefault(where, 'acceptableFraction', acceptableFraction, 1);
  const image: HostArray = decodeJpegSync(contents, { name: where, upright: false });
  const isGray = image.shape[2] === 1;
  if (channels === 1 && !isGray) return tensorOf(grayOfRgb(image));
  return tensorOf(channels === 3 && isGray ? rgbOfGray(image) : image);
}
