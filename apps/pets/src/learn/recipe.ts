import type { Optimizer } from '@neurite/core';
import { type DataPipeline, fromArrays } from '@neurite/data';
import { colorJitter, compose, randomHorizontalFlip, randomResizedCrop } from '@neurite/data-augmentation';
import { adamW, chain, exponentialMovingAverage, oneCycle } from '@neurite/optimizers';
import type { Part } from '../data/photographs.js';
import type { Options } from '../settings.js';
import { type InputBatch, mixBatch } from './mix-batch.js';

const BATCH = 32;
/** The size of what the network learns from, of that of a photograph, and the share of its area that a crop shows. */
const [CROP, AREA] = [5 / 6, 0.4] as const;
const COLOR = 0.3;
const ALPHA = 0.2;
const DECAY = 0.05;
/** How much of the average of the weights stays in each step: it reaches over some 16 epochs of 2,000 photographs. */
const AVERAGE = 0.999;
/** The highest learning rate: from scratch, of a network that knows photographs, and of the last layer alone. */
const PEAK = { scratch: 3e-3, weights: 5e-4, probe: 3e-3 } as const;

/** Which of the three ways to learn it is. */
function wayOf({ weights, probe }: Pick<Options, 'weights' | 'probe'>): keyof typeof PEAK {
  if (weights === undefined) return 'scratch';
  return probe ? 'probe' : 'weights';
}

/** The training batches, changed anew in each epoch, and the optimizer. */
export function recipe(
  { x, y }: Part,
  { classes, options }: { readonly classes: number; readonly options: Options },
): { readonly batches: DataPipeline<InputBatch>; readonly optimizer: Optimizer } {
  const crop = cropOf(options);
  const change = compose([
    randomResizedCrop({ height: crop, width: crop, area: [AREA, 1] }),
    randomHorizontalFlip(),
    colorJitter({ brightness: COLOR, contrast: COLOR, saturation: COLOR }),
  ]);
  const batches = fromArrays({ x, y })
    .augment(change, { x: 'image', y: 'label' })
    .shuffle()
    .batch(Math.min(BATCH, y.data.length), { keepRemainder: false })
    .augment((batch, random) => mixBatch(batch, random, { classes, alpha: ALPHA }));
  const steps = Math.max(2, options.epochs * batches.size!);
  const optimizer = chain(
    adamW({
      learningRate: oneCycle({ peak: PEAK[wayOf(options)], steps }),
      weightDecay: DECAY,
      weightDecayMask: (path) => path.endsWith('kernel'),
    }),
    exponentialMovingAverage({ decay: AVERAGE, warmup: true }),
  );
  return { batches, optimizer };
}

function cropOf({ size }: Pick<Options, 'size'>): number {
  return Math.round(size * CROP);
}

/** What the recipe does, by name, for people. */
export function recipeSettings(options: Options): readonly (readonly [name: string, value: string | number])[] {
  const crop = cropOf(options);
  return [
    ['optimizer', `adamW, weight decay ${DECAY}`],
    ['weights', `moving average, ${AVERAGE} of which stays in a step`],
    ['learning rate', `one cycle up to ${PEAK[wayOf(options)]}`],
    ['batch size', BATCH],
    ['loss', 'softmaxCrossEntropy'],
    [
      'augmentation',
      `${100 * AREA} to 100 % of a photograph, resized to ${crop} × ${crop} pixels, flips, brightness, contrast and saturation by up to ${100 * COLOR} %, mixup with α ${ALPHA}; anew in each epoch`,
    ],
  ];
}
