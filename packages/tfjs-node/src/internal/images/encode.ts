import { checkChoice, checkInteger, DtypeError, type HostArray, hostArray } from '@neurite/core';
import { encodeJpeg as encode } from '@neurite/images/jpeg';
import { encodePng as encodeAsPng } from '@neurite/images/png';
import type { Tensor3D } from '@tensorflow/tfjs';
import { withMetadata } from './jpeg-metadata.js';

/**
 * Encodes an image as JPEG.
 *
 * @param image [height, width, channels] of values from 0 to 255; 1 channel is gray, 3 are RGB
 * @param format '' by the channels, 'grayscale' or 'rgb'
 * @param quality from 0 to 100
 * @param _optimizeSize it always is, by Huffman codes of the image's own
 * @param xDensity pixels per `densityUnit`, written into the header, as `yDensity`
 * @param xmpMetadata an XMP packet that is written into the header
 * @throws ShapeError, DtypeError and ArgumentError for other images and options
 */
export async function encodeJpeg(
  image: Tensor3D,
  format: '' | 'grayscale' | 'rgb' = '',
  quality = 95,
  progressive = false,
  _optimizeSize = false,
  chromaDownsampling = true,
  densityUnit: 'in' | 'cm' = 'in',
  xDensity = 300,
  yDensity = 300,
  xmpMetadata = '',
): Promise<Uint8Array> {
  const where = 'node.encodeJpeg';
  const channels = image.shape[2];
  checkChoice(where, 'format', format, channels === 1 ? ['', 'grayscale'] : ['', 'rgb']);
  checkChoice(where, 'densityUnit', densityUnit, ['in', 'cm']);
  checkInteger(where, 'xDensity', xDensity, { min: 1, max: 65_535 });
  checkInteger(where, 'yDensity', yDensity, { min: 1, max: 65_535 });
  const options = { quality, progressive, chromaDownsampling };
  const file = await encode(await bytesOf(where, image), options);
  return withMetadata(file, { unit: densityUnit, x: xDensity, y: yDensity, xmp: xmpMetadata });
}

/**
 * Encodes an image as PNG.
 *
 * @param image [height, width, channels] of values from 0 to 255; 1 to 4 channels
 * @param compression from 0 (none) to 9 (the smallest file); -1: 6
 * @throws ShapeError, DtypeError and ArgumentError for other images and options
 */
export async function encodePng(image: Tensor3D, compression = 1): Promise<Uint8Array> {
  checkInteger('node.encodePng', 'compression', compression, { min: -1, max: 9 });
  const level = (compression === -1 ? 6 : compression) as 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9; // checked above
  return encodeAsPng(await bytesOf('node.encodePng', image), { level });
}

/** The values as bytes: of numbers out of range the lowest 8 bits, as TensorFlow.js takes them. */
async function bytesOf(where: string, image: Tensor3D): Promise<HostArray<'uint8'>> {
  const values = await image.data();
  if (!ArrayBuffer.isView(values)) {
    throw new DtypeError({ where, argument: 'image', expected: 'be int32 or float32', received: image.dtype });
  }
  return hostArray(new Uint8Array(values), image.shape);
}
