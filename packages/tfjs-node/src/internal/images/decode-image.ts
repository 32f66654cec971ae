import { FormatError } from '@neurite/core';
import { slice, squeeze, type Tensor3D, type Tensor4D, tidy } from '@tensorflow/tfjs';
import { checkDtype } from './check-channels.js';
import { decodeBmp } from './decode-bmp.js';
import { decodeGif } from './decode-gif.js';
import { decodeJpeg } from './decode-jpeg.js';
import { decodePng } from './decode-png.js';

const FORMATS: readonly (readonly [format: 'jpeg' | 'gif' | 'png' | 'bmp', magic: readonly number[]])[] = [
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['gif', [0x47, 0x49, 0x46, 0x38]],
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['bmp', [0x42, 0x4d]],
];

/**
 * Decodes a BMP, GIF, JPEG or PNG image, told apart by its first bytes.
 *
 * @param channels 0 as in the file, or as `decodeBmp`, `decodeJpeg` and `decodePng` take them; a GIF has 3
 * @param expandAnimations whether a GIF becomes [frames, height, width, 3] and not its first frame
 * @returns int32 [height, width, channels], or all frames of a GIF
 * @throws FormatError where the file is of no such format or is damaged
 * @throws ArgumentError for other channels, or another dtype than int32
 */
export function decodeImage(
  content: Uint8Array,
  channels = 0,
  dtype = 'int32',
  expandAnimations = true,
): Tensor3D | Tensor4D {
  checkDtype('node.decodeImage', dtype);
  const [format] = FORMATS.find(([, magic]) => magic.every((byte, i) => content[i] === byte)) ?? [];
  switch (format) {
    case 'jpeg':
      return decodeJpeg(content, channels);
    case 'png':
      return decodePng(content, channels);
    case 'bmp':
      return decodeBmp(content, channels);
    case 'gif':
      return expandAnimations
        ? decodeGif(content)
        : tidy(() => squeeze<Tensor3D>(slice(decodeGif(content), 0, 1), [0]));
    default:
      throw new FormatError({
        where: 'node.decodeImage',
        problem: 'the file is neither a BMP, nor a GIF, JPEG or PNG image',
      });
  }
}
