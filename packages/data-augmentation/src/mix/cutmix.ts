import { type BatchAugmentation, type HostArray, hostLike, resolveOptions } from '@neurite/core';
import type { Rectangle } from '../internal/copy-pixels.js';
import { drawBeta } from '../internal/draw-beta.js';
import { frameOf } from '../internal/geometric-augmentation.js';
import { type MixOptions, mixAugmentation } from '../internal/mix-augmentation.js';

/** The rectangle that comes from the second sample, in pixels. */
export type CutmixDraw = Rectangle;

/**
 * Pastes a rectangle of a second image into the first, at the same place, and mixes the probabilities of their labels by
 * area: of a rectangle with the share 1 − λ of each side squared, λ from Beta(α, α), centered anywhere, the part inside.
 * Masks are pasted likewise. Labels that are a class become probabilities.
 *
 * @param options.alpha Default 1
 * @returns a batch augmentation of images, masks and labels
 * @throws ArgumentError when an option is out of its range; `apply`: for a class where `classes` is not given
 * @throws ShapeError `apply`: when images differ in size
 * @example
 * const mix = cutmix({ classes: 10 });
 * const sample = { image: [hostArray(Uint8Array.of(0, 200), [1, 2, 1])], label: [hostArray(Int32Array.of(3), [])] };
 * const draw = mix.draw(RandomStream.fromSeed(1), [sample, sample]);
 * const { image, label } = mix.apply([sample, sample], draw);
 * @see Yun et al., "CutMix: Regularization strategy to train strong classifiers with localizable features", 2019
 */
export function cutmix(options: MixOptions = {}): BatchAugmentation<CutmixDraw> {
  const resolved = resolveOptions('cutmix', options, { alpha: 1, classes: undefined });
  return mixAugmentation<CutmixDraw>({
    name: 'cutmix',
    options: resolved,
    draw: (random, [first]) => {
      const frame = frameOf('cutmix', first!);
      const side = Math.sqrt(1 - drawBeta(random, resolved.alpha));
      const [x, y] = [random.integer(frame.width), random.integer(frame.height)];
      const [halfWidth, halfHeight] = [Math.floor((side * frame.width) / 2), Math.floor((side * frame.height) / 2)];
      const [left, top] = [Math.max(x - halfWidth, 0), Math.max(y - halfHeight, 0)];
      const width = Math.min(x + halfWidth, frame.width) - left;
      return { left, top, width, height: Math.min(y + halfHeight, frame.height) - top };
    },
    image: pasted,
    mask: pasted,
    share: ({ height, width }, [imageHeight, imageWidth]) => 1 - (height * width) / (imageHeight! * imageWidth!),
  });
}

function pasted([first, second]: readonly [HostArray, HostArray], { left, top, height, width }: CutmixDraw): HostArray {
  const result = hostLike(first);
  result.data.set(first.data);
  const [, imageWidth, channels = 1] = first.shape as readonly [number, number, number?]; // an image or a mask
  for (let y = top; y < top + height; y++) {
    const from = (y * imageWidth + left) * channels;
    result.data.set(second.data.subarray(from, from + width * channels), from);
  }
  return result;
}
