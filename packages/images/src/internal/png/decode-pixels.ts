import { checkInteger, FormatError, type HostArray, type HostDtypeOf, hostArray, resolveOptions } from '@neurite/core';
import { readChunks } from './chunks.js';
import { FILTERS, unfilter } from './filters.js';
import { SAMPLES } from './header.js';
import { inflate } from './inflate.js';
import { type Pass, passes } from './passes.js';
import { pixelWriter } from './pixels.js';

export type DecodePngOptions = {
  /** How errors name the file. Default: the name of the function. */
  readonly name?: string;
  /** An image with more pixels is refused. Default: 100 million. */
  readonly maxPixels?: number;
};

/**
 * Decodes a PNG image into numbers from 0 to `full`.
 *
 * @param options.make gives the array of the pixels
 */
export function decodePixels<A extends Uint8Array | Int32Array>(
  bytes: Uint8Array,
  {
    where,
    options,
    make,
    full,
  }: {
    readonly where: string;
    readonly options: DecodePngOptions;
    readonly make: (size: number) => A;
    readonly full: 255 | 65535;
  },
): HostArray<HostDtypeOf<A>> {
  const { name, maxPixels } = resolveOptions(where, options, { name: where, maxPixels: 100e6 });
  checkInteger(where, 'maxPixels', maxPixels, { min: 1 });
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
  const { channels, write } = pixelWriter({ header, palette, transparency }, { full, fail });
  const raw = inflate(data, length, fail);
  const pixels = make(height * width * channels);
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
