import { FormatError, type HostArray, hostArray } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs';
import { checkChannels } from './check-channels.js';
import { tensorOf } from './tensor-of.js';

/** The bytes of the headers, where they have the numbers, and the number for bytes that are not compressed. */
const HEADERS = 54;
const AT = { pixels: 10, width: 18, height: 22, bits: 28, compression: 30 } as const;

/**
 * Decodes a BMP image that is not compressed, of 8 bits (gray: its palette is not looked up), 24 or 32 bits.
 *
 * @param channels 0 as in the file, 3 RGB, 4 RGBA
 * @returns int32 [height, width, channels]
 * @throws FormatError where the file is no such BMP or is cut off
 * @throws ArgumentError for other channels
 */
export function decodeBmp(contents: Uint8Array, channels = 0): Tensor3D {
  checkChannels('node.decodeBmp', channels, [0, 3, 4]);
  return tensorOf(pixelsOf(contents, channels));
}

function pixelsOf(bytes: Uint8Array, channels: number): HostArray {
  const fail = (problem: string): FormatError => new FormatError({ where: 'node.decodeBmp', problem });
  if (bytes[0] !== 0x42 || bytes[1] !== 0x4d || bytes.length < HEADERS) throw fail('the file is not a BMP image');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [width, signedHeight] = [view.getInt32(AT.width, true), view.getInt32(AT.height, true)];
  const height = Math.abs(signedHeight);
  const bits = view.getUint16(AT.bits, true);
  const compression = view.getUint32(AT.compression, true);
  // 3: bit masks, which images of 32 bits have in the usual order.
  if (![8, 24, 32].includes(bits) || (compression !== 0 && !(compression === 3 && bits === 32))) {
    throw fail(
      `the BMP image must have 8, 24 or 32 bits that are not compressed; it has ${bits} of kind ${compression}`,
    );
  }
  const samples = bits / 8;
  const start = view.getUint32(AT.pixels, true);
  const lineBytes = Math.ceil((width * samples) / 4) * 4;
  if (width < 1 || height < 1 || start + lineBytes * (height - 1) + width * samples > bytes.length) {
    throw fail('the BMP image is cut off or has no pixels');
  }
  const result = channels === 0 ? samples : channels;
  const pixels = new Int32Array(height * width * result);
  for (let y = 0, to = 0; y < height; y++) {
    const line = start + (signedHeight < 0 ? y : height - 1 - y) * lineBytes;
    for (let x = 0; x < width; x++, to += result) {
      const from = line + x * samples;
      for (let c = 0; c < Math.min(result, 3); c++) pixels[to + c] = bytes[samples === 1 ? from : from + 2 - c]!;
      if (result === 4) pixels[to + 3] = samples === 4 ? bytes[from + 3]! : 255;
    }
  }
  return hostArray(pixels, [height, width, result]);
}
