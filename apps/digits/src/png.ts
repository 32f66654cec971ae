import { FormatError } from '@neurite/core';
import type { GreyImage } from '@neurite/digits-model/digit-image';
import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** A header can promise any size in a few bytes; this is far more than a photograph of a digit needs. */
const MOST_PIXELS = 50e6;

/**
 * Reads a PNG of any colour type and depth as greys; transparent places count as white paper.
 *
 * @param name how the error names the image
 * @throws FormatError when the bytes are no PNG, are broken, or promise too many pixels
 */
export function readPng(bytes: Uint8Array, name: string): GreyImage {
  const fail = (problem: string): FormatError =>
    new FormatError({ where: name, problem, advice: 'Save the image as PNG and try again' });
  if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) throw fail('the file is not a PNG image');
  if (bytes.length < 33) throw fail('the PNG image ends in its header');
  const header = new DataView(bytes.buffer, bytes.byteOffset);
  const [width, height] = [header.getUint32(16), header.getUint32(20)];
  if (width * height === 0 || width * height > MOST_PIXELS) {
    throw fail(
      `the PNG image must have between 1 and ${MOST_PIXELS / 1e6} million pixels; it has ${width} × ${height}`,
    );
  }
  let png: DecodedPng;
  try {
    png = decode(bytes, { checkCrc: true });
  } catch (cause) {
    throw new FormatError({
      where: name,
      problem: 'the PNG image is broken',
      advice: 'Save it anew and try again',
      cause,
    });
  }
  return toGrey(png);
}

function toGrey(png: DecodedPng): GreyImage {
  const { width, height } = png;
  const { samples, channels, white } = unpack(png);
  const hasAlpha = channels === 2 || channels === 4;
  const data = new Float32Array(width * height);
  for (let i = 0; i < data.length; i++) {
    const at = i * channels;
    const red = samples[at]!;
    const luma = channels < 3 ? red : 0.299 * red + 0.587 * samples[at + 1]! + 0.114 * samples[at + 2]!;
    const alpha = hasAlpha ? samples[at + channels - 1]! / white : 1;
    data[i] = (luma / white) * alpha + (1 - alpha);
  }
  return { width, height, data };
}

/** One number a sample: palettes become colours, and depths below 8 bits, which pad each row to a byte, become bytes. */
function unpack(png: DecodedPng): { samples: ArrayLike<number>; channels: number; white: number } {
  const { width, height, depth, data } = png;
  if (png.palette !== undefined) {
    return { samples: convertIndexedToRgb(png), channels: png.palette[0]?.length ?? 3, white: 255 };
  }
  const white = 2 ** depth - 1;
  if (depth >= 8) return { samples: data, channels: png.channels, white };
  const rowBytes = Math.ceil((width * depth) / 8);
  const samples = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      samples[y * width + x] = (data[y * rowBytes + (bit >> 3)]! >> (8 - depth - (bit & 7))) & white;
    }
  }
  return { samples, channels: 1, white };
}
