import type { PngChunks } from './chunks.js';
import { SAMPLES } from './header.js';

/** The largest number of a sample, and what makes the error for a problem in words. */
export type PixelScale = { readonly full: 255 | 65535; readonly fail: (problem: string) => Error };

/** Writes the pixels of an unfiltered line. */
export type PixelWriter = {
  /** Of the image that is written: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
  readonly channels: 1 | 2 | 3 | 4;
  /**
   * @param line the packed samples of `count` pixels
   * @param at the element of `out` that the first pixel begins at
   * @param step from one pixel to the next, in elements
   */
  write(line: Uint8Array, count: number, out: Uint8Array | Int32Array, at: number, step: number): void;
};

/**
 * How a PNG's samples become numbers from 0 to 255 or 65535: those of fewer bits are scaled, those of more rounded, palettes
 * looked up, and a transparent colour or palette gives an alpha channel.
 *
 * @param full the largest number
 */
export function pixelWriter(
  { header: { colorType, depth }, palette, transparency }: Omit<PngChunks, 'data'>,
  { full, fail }: PixelScale,
): PixelWriter {
  if (colorType === 3) return paletteWriter({ palette, transparency, depth }, { full, fail });
  const samples = SAMPLES[colorType];
  const most = 2 ** depth - 1;
  const hasKey = transparency !== undefined && (colorType === 0 || colorType === 2);
  if (hasKey && transparency.length !== 2 * samples) throw fail('the tRNS chunk of the PNG image has a wrong length');
  // Of the key, only the bits of the depth count.
  const key = Array.from({ length: hasKey ? samples : 0 }, (_, i) => {
    return ((transparency![2 * i]! << 8) | transparency![2 * i + 1]!) & most;
  });
  const channels = (hasKey ? samples + 1 : samples) as PixelWriter['channels'];
  const read = sampleReader(depth);
  return {
    channels,
    write: (line, count, out, at, step) => {
      // The usual case: bytes that stand as they are.
      if (most === full && depth === 8 && step === samples) return out.set(line, at);
      for (let pixel = 0; pixel < count; pixel++, at += step) {
        let matches = hasKey;
        for (let s = 0; s < samples; s++) {
          const sample = read(line, pixel * samples + s);
          out[at + s] = most === full ? sample : Math.round((sample * full) / most);
          if (sample !== key[s]) matches = false;
        }
        if (hasKey) out[at + samples] = matches ? 0 : full;
      }
    },
  };
}

function paletteWriter(
  {
    palette,
    transparency,
    depth,
  }: {
    readonly palette: Uint8Array | undefined;
    readonly transparency: Uint8Array | undefined;
    readonly depth: number;
  },
  { full, fail }: PixelScale,
): PixelWriter {
  const scale = full / 255;
  if (palette === undefined || palette.length === 0 || palette.length % 3 !== 0 || palette.length > 768) {
    throw fail('the PNG image needs a palette of 1 to 256 colours');
  }
  const colors = palette.length / 3;
  const read = sampleReader(depth);
  return {
    channels: transparency === undefined ? 3 : 4,
    write: (line, count, out, at, step) => {
      for (let pixel = 0; pixel < count; pixel++, at += step) {
        const index = read(line, pixel);
        if (index >= colors) throw fail(`a pixel of the PNG image has colour ${index} of a palette of ${colors}`);
        for (let c = 0; c < 3; c++) out[at + c] = scale * palette[3 * index + c]!;
        if (transparency !== undefined) out[at + 3] = scale * (transparency[index] ?? 255);
      }
    },
  };
}

/** Reads the sample with an index from a line that packs samples of `depth` bits, the first in the highest bits. */
function sampleReader(depth: number): (line: Uint8Array, index: number) => number {
  if (depth === 8) return (line, index) => line[index]!;
  if (depth === 16) return (line, index) => (line[2 * index]! << 8) | line[2 * index + 1]!;
  const mask = 2 ** depth - 1;
  return (line, index) => {
    const bit = index * depth;
    return (line[bit >> 3]! >> (8 - depth - (bit & 7))) & mask;
  };
}
