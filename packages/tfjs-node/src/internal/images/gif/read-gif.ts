import { inflateCodes } from './inflate-codes.js';

/** A frame, as the file has it. */
export type GifFrame = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** RGB triples. */
  readonly colors: Uint8Array;
  /** The index of no color, if there is one. */
  readonly transparent: number | undefined;
  /** [height · width] */
  readonly indices: Uint8Array;
};

/** More pixels in all frames are refused. */
const MOST_PIXELS = 100e6;
/** The first row and the step of the passes of an interlaced frame. */
const PASSES = [
  [0, 8],
  [4, 8],
  [2, 4],
  [1, 2],
] as const;

/**
 * Reads the frames of a GIF image.
 *
 * @param fail makes the error for a problem in words
 * @see https://www.w3.org/Graphics/GIF/spec-gif89a.txt
 */
export function readGif(
  bytes: Uint8Array,
  fail: (problem: string) => Error,
): { readonly width: number; readonly height: number; readonly frames: readonly GifFrame[] } {
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== 'GIF8') throw fail('the file is not a GIF image');
  let at = 6;
  const byte = (): number => {
    const value = bytes[at++];
    if (value === undefined) throw fail('the GIF image is cut off');
    return value;
  };
  const word = (): number => byte() | (byte() << 8);
  const palette = (flags: number): Uint8Array | undefined => {
    if ((flags & 0x80) === 0) return undefined;
    const colors = bytes.subarray(at, at + 3 * 2 ** ((flags & 7) + 1));
    at += colors.length;
    return colors;
  };
  const blocks = (): Uint8Array => {
    const parts: Uint8Array[] = [];
    for (let size = byte(); size > 0; size = byte()) {
      if (at + size > bytes.length) throw fail('the GIF image is cut off');
      parts.push(bytes.subarray(at, at + size));
      at += size;
    }
    return Buffer.concat(parts);
  };
  const [width, height, screen] = [word(), word(), byte()];
  at += 2; // the background and the ratio of the sides are not used
  const common = palette(screen);
  const frames: GifFrame[] = [];
  let transparent: number | undefined;
  for (let kind = byte(); kind !== 0x3b; kind = byte()) {
    if (kind === 0x21) {
      const isControl = byte() === 0xf9;
      const content = blocks();
      if (isControl) transparent = (content[0]! & 1) === 1 ? content[3] : undefined;
      continue;
    }
    if (kind !== 0x2c) throw fail(`the GIF image has a block of the unknown kind ${kind}`);
    const frame = { left: word(), top: word(), width: word(), height: word() };
    const flags = byte();
    const colors = palette(flags) ?? common;
    if (colors === undefined) throw fail('a frame of the GIF image has no palette');
    if ((frames.length + 1) * Math.max(width * height, frame.width * frame.height) > MOST_PIXELS) {
      throw fail(`the GIF image must have at most ${MOST_PIXELS} pixels in all frames`);
    }
    const bits = byte();
    const indices = inflateCodes(blocks(), { bits, length: frame.width * frame.height, fail });
    frames.push({ ...frame, colors, transparent, indices: (flags & 0x40) === 0 ? indices : inOrder(indices, frame) });
    transparent = undefined;
    if (at === bytes.length) break; // without its end mark
  }
  if (frames.length === 0) throw fail('the GIF image has no frames');
  return { width, height, frames };
}

function inOrder(rows: Uint8Array, { width, height }: { readonly width: number; readonly height: number }): Uint8Array {
  const result = new Uint8Array(rows.length);
  let from = 0;
  for (const [first, step] of PASSES) {
    for (let y = first; y < height; y += step, from += width) result.set(rows.subarray(from, from + width), y * width);
  }
  return result;
}
