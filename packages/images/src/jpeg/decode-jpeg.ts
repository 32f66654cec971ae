import { checkInteger, FormatError, type HostArray, hostArray, NeuriteError, resolveOptions } from '@neurite/core';
import { readHeader } from '../internal/jpeg/header.js';
import { decodeByMozjpeg } from '../internal/jpeg/mozjpeg.js';
import { loadPeer } from '../internal/load-peer.js';
import { orient } from '../internal/orient.js';
import { viewOfRgba } from '../pixel-view.js';

export type DecodeJpegOptions = {
  /** How errors name the file. Default: `decodeJpeg`. */
  readonly name?: string;
  /** An image with more pixels is refused. Default: 100 million. */
  readonly maxPixels?: number;
  /** Whether the image is turned upright as EXIF says. Default: true. */
  readonly upright?: boolean;
};

/** Warnings that leave every pixel as it was meant. */
const HARMLESS = /extraneous bytes before marker/;

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
  const { name, maxPixels, upright } = resolveOptions('decodeJpeg', options, {
    name: 'decodeJpeg',
    maxPixels: 100e6,
    upright: true,
  });
  checkInteger('decodeJpeg', 'maxPixels', maxPixels, { min: 1 });
  const fail = (problem: string, cause?: unknown): FormatError =>
    new FormatError({ where: name, problem, advice: 'Save the image as JPEG again', cause });
  const { width, height, components, orientation, complete } = readHeader(bytes, fail);
  if (width * height > maxPixels) {
    throw fail(`the JPEG image must have at most ${maxPixels} pixels; it has ${width} × ${height}`);
  }
  if (!complete) throw fail('the JPEG image is cut off');
  const channels = components === 1 ? 1 : 3;
  let rgba: Uint8Array;
  try {
    const { data, warnings } = components === 4 ? await decodeCmyk(bytes) : await decodeByMozjpeg(bytes);
    const warning = warnings.find((text) => !HARMLESS.test(text));
    if (warning !== undefined) throw fail(`the JPEG image is damaged: ${warning}`);
    rgba = new Uint8Array(data.buffer, data.byteOffset, data.length);
  } catch (error) {
    if (error instanceof NeuriteError) throw error;
    throw fail('the JPEG image is damaged', error);
  }
  if (rgba.length !== width * height * 4) throw fail('the JPEG image has another size than its header says');
  const frame = { height, width };
  const image = channels === 1 ? hostArray(grayOf(rgba), [height, width, 1]) : viewOfRgba(rgba, frame);
  return upright ? orient(image, orientation) : image;
}

function grayOf(rgba: Uint8Array): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(rgba.length / 4);
  for (let i = 0; i < pixels.length; i++) pixels[i] = rgba[4 * i]!;
  return pixels;
}

/** The fast decoder knows no inks. */
async function decodeCmyk(bytes: Uint8Array): Promise<{ data: Uint8Array; warnings: readonly string[] }> {
  const { default: jpeg } = await loadPeer('decodeJpeg', 'jpeg-js', () => import('jpeg-js'));
  // The number of pixels has been checked by the caller.
  const limits = { maxResolutionInMP: Number.POSITIVE_INFINITY, maxMemoryUsageInMB: Number.POSITIVE_INFINITY };
  const { data } = jpeg.decode(bytes, { useTArray: true, tolerantDecoding: false, ...limits });
  return { data, warnings: [] };
}
