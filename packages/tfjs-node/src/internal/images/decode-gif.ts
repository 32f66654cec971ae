import { FormatError } from '@neurite/core';
import { type Tensor4D, tensor4d } from '@tensorflow/tfjs';
import { type GifFrame, readGif } from './gif/read-gif.js';

/**
 * Decodes all frames of a GIF image, each drawn over the one before it.
 *
 * @returns int32 [frames, height, width, 3]
 * @throws FormatError where the file is no GIF or is damaged
 */
export function decodeGif(contents: Uint8Array): Tensor4D {
  const fail = (problem: string): FormatError => new FormatError({ where: 'node.decodeGif', problem });
  const { width, height, frames } = readGif(contents, fail);
  const size = height * width * 3;
  const pixels = new Int32Array(frames.length * size);
  frames.forEach((frame, i) => {
    const canvas = pixels.subarray(i * size, (i + 1) * size);
    if (i > 0) canvas.set(pixels.subarray((i - 1) * size, i * size));
    draw(frame, canvas, { width, height, fail });
  });
  return tensor4d(pixels, [frames.length, height, width, 3], 'int32');
}

function draw(
  { left, top, width, height, colors, transparent, indices }: GifFrame,
  canvas: Int32Array,
  screen: { readonly width: number; readonly height: number; readonly fail: (problem: string) => Error },
): void {
  for (let y = 0; y < Math.min(height, screen.height - top); y++) {
    for (let x = 0; x < Math.min(width, screen.width - left); x++) {
      const index = indices[y * width + x]!;
      if (index === transparent) continue;
      if (3 * index >= colors.length)
        throw screen.fail(`a pixel has color ${index} of a palette of ${colors.length / 3}`);
      canvas.set(colors.subarray(3 * index, 3 * index + 3), ((top + y) * screen.width + left + x) * 3);
    }
  }
}
