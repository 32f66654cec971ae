import type { Blueprint } from '@neurite/core';
import { batchNorm, conv2d, dense, dropout, flatten, maxPool2d, relu, sequential } from '@neurite/layers';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { CLASSES } from './classes.js';
import { DEFAULT_CONFIG, type DigitConfig } from './config.js';

/** Height, width and channels of one image. */
export const INPUT_SHAPE = [28, 28, 1] as const;

/**
 * The recogniser: convolutions find strokes, dense layers weigh them. Takes [batch, 28, 28, 1], gives the logits of the ten
 * digits, and of no digit.
 */
export function networkOf({
  filters,
  batchNorm: normalized,
  neurons,
  dropout: rate,
}: DigitConfig): Blueprint<Tensor4D, Tensor2D> {
  // Of four convolutions the third, so that the last one sees most of the digit.
  const pooled = Math.max(1, filters.length - 2);
  return sequential(
    ...filters.flatMap((count, i) => [
      // The offset of the normalization is its bias.
      conv2d(count, i === 0 ? 5 : 3, { useBias: !normalized }),
      // Before what follows, which has a quarter of the work then.
      ...(i === 0 || i === pooled ? [maxPool2d(2)] : []),
      // Processes that train together take the statistics of all of their images.
      ...(normalized ? [batchNorm({ synchronized: true })] : []),
      relu(),
    ]),
    flatten(),
    ...neurons.flatMap((count) => [dense(count), relu()]),
    dropout(rate),
    dense(CLASSES + 1),
  ) as Blueprint<Tensor4D, Tensor2D>; // of any number of layers, which no type tells
}

/** The one that `npm start` trains. */
export const network: Blueprint<Tensor4D, Tensor2D> = networkOf(DEFAULT_CONFIG);
