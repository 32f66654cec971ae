import type { PngChunks } from './chunks.js';
import { SAMPLES } from './header.js';

/** Writes the pixels of an unfiltered line. */
export type PixelWriter = {
  /** Of the image that is written: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
  readonly channels: 1 | 2 | 3 | 4;
  /**
   * @param line the packed samples of `count` pixels
   * @param at the element of `out` that the first pixel begins at
   * @param step from one pixel to the next, in elements
   */
  write(line: Uint8Array, count: number, out: Uint8Array, at: number, step: number): void;
};

/**
 * How a PNG's samples become bytes: fewer bits are scaled to 0 … 255, 16 bits rounded to 8, palettes looked up, and a
 * transparent colour or palette gives an alpha channel.
 *
 * @param fail makes the error for a problem in words
 */
export function pixelWriter(
  { header: { colorType, depth }, palette, transparency }: Omit<PngChunks, 'data'>,
  fail: (problem: string) => Error,
): PixelWriter {
  if (colorType === 3) return paletteWriter({ palette, transparency, depth }, fail);
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
      if (depth === 8 && step === samples) return out.set(line, at);
      for (let pixel = 0; pixel < count; pixel++, at += step) {
        let matches = hasKey;
        for (let s = 0; s < samples; s++) {
          const sample = read(line, pixel * samples + s);
          out[at + s] = depth === 8 ? sample : Math.round((sample * 255) / most);
          if (sample !== key[s]) matches = false;
        }
        if (hasKey) out[at + samples] = matches ? 0 : 255;
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
  fail: (problem: string) => Error,
): PixelWriter {
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
        for (let c = 0; c < 3; c++) out[at + c] = palette[3 * index + c]!;
        if (transparency !== undefined) out[at + 3] = transparency[index] ?? 255;
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
