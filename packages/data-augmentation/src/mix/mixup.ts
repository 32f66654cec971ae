import { type BatchAugmentation, type HostArray, hostLike, resolveOptions } from '@neurite/core';
import { drawBeta } from '../internal/draw-beta.js';
import { type MixOptions, mixAugmentation } from '../internal/mix-augmentation.js';

/** How much of the first sample is left, 0 to 1. */
export type MixupDraw = { readonly share: number };

/**
 * Mixes two samples: `image = λ · first + (1 − λ) · second`, signals, rows of numbers and the probabilities of their labels
 * likewise, with λ from Beta(α, α). Labels that are a class become probabilities; categories must be one-hot.
 *
 * @param options.alpha Default 0.2
 * @returns a batch augmentation of images, signals, rows and labels
 * @throws ArgumentError when an option is out of its range; `apply`: for a class where `classes` is not given
 * @throws ShapeError `apply`: when samples differ in size
 * @example
 * const mix = mixup({ classes: 10 });
 * const sample = { image: [hostArray(Uint8Array.of(0, 200), [1, 2, 1])], label: [hostArray(Int32Array.of(3), [])] };
 * const draw = mix.draw(RandomStream.fromSeed(1), [sample, sample]);
 * const { image, label } = mix.apply([sample, sample], draw);
 * @see Zhang et al., "mixup: Beyond empirical risk minimization", 2018
 */
export function mixup(options: MixOptions = {}): BatchAugmentation<MixupDraw> {
  const resolved = resolveOptions('mixup', options, { alpha: 0.2, classes: undefined });
  return mixAugmentation<MixupDraw>({
    name: 'mixup',
    options: resolved,
    draw: (random) => ({ share: drawBeta(random, resolved.alpha) }),
    image: mixed,
    values: mixed,
    share: ({ share }) => share,
  });
}

function mixed([first, second]: readonly [HostArray, HostArray], { share }: MixupDraw): HostArray {
  const result = hostLike(first);
  const half = first.dtype === 'uint8' ? 0.5 : 0;
  for (let i = 0; i < first.data.length; i++) {
    result.data[i] = share * first.data[i]! + (1 - share) * second.data[i]! + half;
  }
  return result;
}
