import { checkInteger, FormatError, type HostArray, hostArray, resolveOptions } from '@neurite/core';
import { readChunks } from '../internal/png/chunks.js';
import { FILTERS, unfilter } from '../internal/png/filters.js';
import { SAMPLES } from '../internal/png/header.js';
import { inflate } from '../internal/png/inflate.js';
import { type Pass, passes } from '../internal/png/passes.js';
import { pixelWriter } from '../internal/png/pixels.js';

export type DecodePngOptions = {
  /** How errors name the file. Default: `decodePng`. */
  readonly name?: string;
  /** An image with more pixels is refused. Default: 100 million. */
  readonly maxPixels?: number;
};

/**
 * Decodes a PNG image of any colour type, bit depth and interlacing.
 *
 * Samples become bytes: those of fewer than 8 bits are scaled to 0 … 255, those of 16 bits rounded to 8. Palettes are
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
  const { name, maxPixels } = resolveOptions('decodePng', options, { name: 'decodePng', maxPixels: 100e6 });
  checkInteger('decodePng', 'maxPixels', maxPixels, { min: 1 });
  const fail = (problem: string, cause?: unknown): FormatError =>
    new FormatError({ where: name, problem, advice: 'Save the image as PNG again', cause });
  const { header, palette, transparency, data } = readChunks(bytes, fail);
  const { width, height, depth, colorType, interlaced } = header;
  if (width * height > maxPixels) {
    throw fail(`the PNG image must have at most ${maxPixels} pixels; it has ${width} × ${height}`);
  }
  const bits = SAMPLES[colorType] * depth;
  const lineBytes = (pass: Pass): number => Math.ceil((pass.width * bits) / 8);
  const parts = passes(width, height, interlaced);
  const length = parts.reduce((sum, pass) => sum + pass.height * (1 + lineBytes(pass)), 0);
  const { channels, write } = pixelWriter({ header, palette, transparency }, fail);
  const raw = inflate(data, length, fail);
  const pixels = new Uint8Array(height * width * channels);
  let at = 0;
  for (const pass of parts) {
    const size = lineBytes(pass);
    let above: Uint8Array = new Uint8Array(size);
    for (let y = 0; y < pass.height; y++) {
      const filter = raw[at]!;
      if (filter >= FILTERS) throw fail(`a line of the PNG image has the unknown filter ${filter}`);
      const line = raw.subarray(at + 1, at + 1 + size);
      unfilter(filter, { line, above, step: Math.ceil(bits / 8) });
      const first = ((pass.top + y * pass.dy) * width + pass.left) * channels;
      write(line, pass.width, pixels, first, pass.dx * channels);
      above = line;
      at += 1 + size;
    }
  }
  return hostArray(pixels, [height, width, channels]);
}
