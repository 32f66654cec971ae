import { checkInteger, FormatError, type HostArray, hostArray, NeuriteError, resolveOptions } from '@neurite/core';
import { viewOfRgba } from '../../pixel-view.js';
import { orient } from '../orient.js';
import { readHeader } from './header.js';

export type DecodeJpegOptions = {
  /** How errors name the file. Default: the name of the function. */
  readonly name?: string;
  /** An image with more pixels is refused. Default: 100 million. */
  readonly maxPixels?: number;
  /** Whether the image is turned upright as EXIF says. Default: true. */
  readonly upright?: boolean;
};

/** RGBA bytes, and what the decoder warned of. */
export type Decoded = { readonly data: Uint8Array | Uint8ClampedArray; readonly warnings: readonly string[] };

/** A file whose header has been checked. */
export type CheckedJpeg = {
  /** Whether its pixels are in four inks. */
  readonly isCmyk: boolean;
  /** @throws FormatError when the decoder warned of damage, or its image has another size than the header */
  imageOf(decoded: Decoded): HostArray<'uint8'>;
  /** Makes a FormatError of what a decoder throws. */
  failure(error: unknown): NeuriteError;
};

/** Warnings that leave every pixel as it was meant. */
const HARMLESS = /extraneous bytes before marker/;

/**
 * Reads the header of a JPEG image, before memory is taken for its pixels.
 *
 * @throws ArgumentError and FormatError as `decodeJpeg`
 */
export function checkJpeg(where: string, bytes: Uint8Array, options: DecodeJpegOptions): CheckedJpeg {
  const { name, maxPixels, upright } = resolveOptions(where, options, { name: where, maxPixels: 100e6, upright: true });
  checkInteger(where, 'maxPixels', maxPixels, { min: 1 });
  const fail = (problem: string, cause?: unknown): FormatError =>
    new FormatError({ where: name, problem, advice: 'Save the image as JPEG again', cause });
  const { width, height, components, orientation, complete } = readHeader(bytes, fail);
  if (width * height > maxPixels) {
    throw fail(`the JPEG image must have at most ${maxPixels} pixels; it has ${width} × ${height}`);
  }
  if (!complete) throw fail('the JPEG image is cut off');
  return {
    isCmyk: components === 4,
    imageOf: ({ data, warnings }) => {
      const warning = warnings.find((text) => !HARMLESS.test(text));
      if (warning !== undefined) throw fail(`the JPEG image is damaged: ${warning}`);
      if (data.length !== width * height * 4) throw fail('the JPEG image has another size than its header says');
      const rgba = new Uint8Array(data.buffer, data.byteOffset, data.length);
      const frame = { height, width };
      const image = components === 1 ? hostArray(grayOf(rgba), [height, width, 1]) : viewOfRgba(rgba, frame);
      return upright ? orient(image, orientation) : image;
    },
    failure: (error) => (error instanceof NeuriteError ? error : fail('the JPEG image is damaged', error)),
  };
}

function grayOf(rgba: Uint8Array): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(rgba.length / 4);
  for (let i = 0; i < pixels.length; i++) pixels[i] = rgba[4 * i]!;
  return pixels;
}
