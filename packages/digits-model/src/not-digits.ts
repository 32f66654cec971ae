import { type Example, hostArray } from '@neurite/core';
import type { DataPipeline } from '@neurite/data';
import { NO_DIGIT } from './classes.js';
import { randomFigure } from './random-figure.js';
import { spoiled } from './spoiled-digit.js';

/** The share of the training images that are replaced, anew in each epoch: one in six or so. */
export const NOT_DIGITS = 0.18;

/**
 * Replaces some of the images by what is no digit, so that a network learns to tell both apart (outlier exposure): random
 * figures, and, where the images are handwritten digits, spoiled ones and textures. No letter and no font is among them.
 *
 * @param options.digits whether the images are digits
 * @see Hendrycks, Mazeika, Dietterich, "Deep anomaly detection with outlier exposure", 2019
 */
export function withNotDigits(
  train: DataPipeline<Example>,
  { digits }: { readonly digits: boolean },
): DataPipeline<Example> {
  return train.augment((sample, random) => {
    if (random.uniform() >= NOT_DIGITS) return sample;
    const image = (digits ? spoiled(sample, random) : undefined) ?? randomFigure(random);
    const y = hostArray(Int32Array.of(NO_DIGIT), sample.y.shape);
    return { ...sample, x: hostArray(image, sample.x.shape), y };
  });
}
