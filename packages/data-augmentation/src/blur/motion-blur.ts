import { resolveOptions } from '@neurite/core';
import { convolve } from '../internal/convolve.js';
import { convolveImages, square } from '../internal/engine/convolve-images.js';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { between, checkRange, type Range } from '../internal/ranges.js';

export type MotionBlurOptions = Chance & {
  /** How far the camera moves, in pixels, at least 1: one, or the least and the greatest. Default 3 to 9. */
  readonly length?: Range;
  /** Into which direction, in degrees, counter-clockwise from the right. Default 0 to 180. */
  readonly angle?: readonly [number, number];
};

/** Length in pixels and direction in degrees. */
export type MotionBlurDraw = { readonly length: number; readonly angle: number };

/**
 * Blurs images along a line, as a camera that moves does: the mean over a segment around each pixel, sampled bilinearly.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const blur = motionBlur({ length: 5 });
 * const draw = blur.draw(RandomStream.fromSeed(1), {});
 * const moved = blur.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 */
export function motionBlur(options: MotionBlurOptions = {}): ImageAugmentation<MotionBlurDraw> {
  const name = 'motionBlur';
  const resolved = resolveOptions(name, options, { probability: 1, length: [3, 9], angle: [0, 180] });
  const lengths = checkRange(name, 'length', { value: resolved.length, atLeast: 1, atMost: 101 });
  const angles = checkRange(name, 'angle', { value: resolved.angle });
  return imageAugmentation<MotionBlurDraw>({
    name,
    probability: resolved.probability,
    draw: (random) => ({ length: between(random, lengths), angle: between(random, angles) }),
    image: (image, draw) => {
      const { kernel, size } = lineKernel(draw);
      return convolve(image, kernel, size);
    },
    images: (images, draws) =>
      convolveImages(
        images,
        draws.map((draw) => square(lineKernel(draw))),
      ),
  });
}

/** A segment of a length, each of its samples shared among the four pixels around it. */
function lineKernel({ length, angle }: MotionBlurDraw): { kernel: Float64Array; size: number } {
  const radius = Math.ceil((length - 1) / 2);
  const size = 2 * radius + 1;
  const kernel = new Float64Array(size * size);
  const [right, down] = [Math.cos((angle * Math.PI) / 180), -Math.sin((angle * Math.PI) / 180)];
  const samples = 8 * size + 1;
  for (let i = 0; i < samples; i++) {
    const along = (i / (samples - 1) - 0.5) * (length - 1);
    const [x, y] = [along * right + radius, along * down + radius];
    const [left, top] = [Math.min(Math.floor(x), size - 1), Math.min(Math.floor(y), size - 1)];
    const [shareX, shareY] = [x - left, y - top];
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      const weight = (dx ? shareX : 1 - shareX) * (dy ? shareY : 1 - shareY);
      const at = Math.min(top + dy, size - 1) * size + Math.min(left + dx, size - 1);
      kernel[at]! += weight / samples;
    }
  }
  return { kernel, size };
}
