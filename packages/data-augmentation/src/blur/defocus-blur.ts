import { resolveOptions } from '@neurite/core';
import { convolve } from '../internal/convolve.js';
import { convolveImages, square } from '../internal/engine/convolve-images.js';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { between, checkRange, type Range } from '../internal/ranges.js';

export type DefocusBlurOptions = Chance & {
  /** The radius of the disk that a point becomes, in pixels, above 0: one, or the least and the greatest. Default 1 to 4. */
  readonly radius?: Range;
};

/** The radius of the disk in pixels. */
export type DefocusBlurDraw = { readonly radius: number };

/**
 * Blurs images as a lens out of focus does: every point becomes a disk. Pixels at its rim count by the share of them that
 * is inside, taken at 8 × 8 points.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const blur = defocusBlur({ radius: 2 });
 * const draw = blur.draw(RandomStream.fromSeed(1), {});
 * const soft = blur.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 */
export function defocusBlur(options: DefocusBlurOptions = {}): ImageAugmentation<DefocusBlurDraw> {
  const name = 'defocusBlur';
  const { probability, radius } = resolveOptions(name, options, { probability: 1, radius: [1, 4] });
  const range = checkRange(name, 'radius', { value: radius, above: 0, atMost: 50 });
  return imageAugmentation<DefocusBlurDraw>({
    name,
    probability,
    draw: (random) => ({ radius: between(random, range) }),
    image: (image, draw) => {
      const { kernel, size } = diskKernel(draw.radius);
      return convolve(image, kernel, size);
    },
    images: (images, draws) =>
      convolveImages(
        images,
        draws.map((draw) => square(diskKernel(draw.radius))),
      ),
  });
}

function diskKernel(radius: number): { kernel: Float64Array; size: number } {
  const reach = Math.ceil(radius - 0.5);
  const size = 2 * reach + 1;
  const kernel = new Float64Array(size * size);
  const fine = 8;
  let inside = 0;
  for (let row = 0; row < size * fine; row++) {
    for (let column = 0; column < size * fine; column++) {
      const [x, y] = [(column + 0.5) / fine - size / 2, (row + 0.5) / fine - size / 2];
      if (x * x + y * y > radius * radius) continue;
      kernel[Math.floor(row / fine) * size + Math.floor(column / fine)]!++;
      inside++;
    }
  }
  return { kernel: kernel.map((count) => count / inside), size };
}
