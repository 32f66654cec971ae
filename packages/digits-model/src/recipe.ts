import type { Example, Optimizer } from '@neurite/core';
import { type DataPipeline, type LabelledImages, type Split, split } from '@neurite/data';
import { randomAffine, withProbability } from '@neurite/data-augmentation';
import { adamW, warmupCosine } from '@neurite/optimizers';
import { asDrawn } from './as-drawn.js';
import { DEFAULT_CONFIG, type DigitConfig } from './config.js';
import type { Training } from './model-file.js';
import { NOT_DIGITS, withNotDigits } from './not-digits.js';

/** Digits in a step. */
const BATCH = 64;

/** What `augmentation` multiplies. */
const AFFINE = { rotation: 10, shift: 2, scale: 0.1, shear: 5 } as const;

/** The share of the images that are warped: those that are read are as sharp as the others. */
const WARPED = 0.75;
/** The share of the digits that are prepared as drawings are, which makes them larger or smaller by a pixel or two. */
const DRAWN = 0.25;

const FRACTIONS = { train: 0.8, validation: 0.1, test: 0.1 } as const;

/** Three parts that share no image: the same for the same seed, with each digit in the same share of each. */
export function splitDigits(digits: LabelledImages, seed: number): Promise<Split<typeof FRACTIONS, Example>> {
  return split(digits, FRACTIONS, { seed, stratify: labelOf });
}

export function labelOf(sample: Example): number {
  return sample.y.data[0]!;
}

/**
 * The training batches, in another order and most of them slightly rotated, shifted, scaled and sheared in each epoch,
 * some of them no digits; and the optimizer.
 */
export function recipe(
  train: DataPipeline<Example>,
  { epochs, data, config = DEFAULT_CONFIG }: Pick<Training, 'epochs' | 'data' | 'config'>,
): { readonly batches: DataPipeline<Example>; readonly optimizer: Optimizer } {
  const digits = data === 'mnist';
  const prepared = digits
    ? train.augment((sample, random) => (random.uniform() < DRAWN ? asDrawn(sample) : sample))
    : train;
  const batches = withNotDigits(prepared, { digits })
    .augment(withProbability(WARPED, randomAffine(affineOf(config))), { x: 'image', y: 'label' })
    .shuffle()
    .batch(BATCH);
  const steps = epochs * batches.size!;
  return { batches, optimizer: adamW({ learningRate: warmupCosine({ peak: config.learningRate, steps }) }) };
}

function affineOf({ augmentation }: DigitConfig): { [Name in keyof typeof AFFINE]: number } {
  const { rotation, shift, scale, shear } = AFFINE;
  return {
    rotation: augmentation * rotation,
    shift: augmentation * shift,
    scale: augmentation * scale,
    shear: augmentation * shear,
  };
}

/** What the recipe does, by name, for people. */
export function recipeSettings(config: DigitConfig): readonly (readonly [name: string, value: string | number])[] {
  const { rotation, shift, scale, shear } = affineOf(config);
  const rounded = (value: number): string => String(Number(value.toPrecision(3)));
  return [
    ['optimizer', 'adamW'],
    ['learning rate', `warm-up to ${rounded(config.learningRate)}, then a cosine to 0`],
    ['batch size', BATCH],
    ['loss', 'softmaxCrossEntropy'],
    [
      'augmentation',
      `${rounded(100 * WARPED)} % of the images: rotation ±${rounded(rotation)}°, shift ±${rounded(shift)} pixels, scale ±${rounded(100 * scale)} %, shear ±${rounded(shear)}°, anew in each epoch`,
    ],
    [
      'no digits',
      `${rounded(100 * NOT_DIGITS)} % of the training images are replaced by random figures and spoiled digits, anew in each epoch`,
    ],
    [
      'split',
      Object.entries(FRACTIONS)
        .map(([part, share]) => `${part} ${100 * share} %`)
        .join(', '),
    ],
  ];
}
