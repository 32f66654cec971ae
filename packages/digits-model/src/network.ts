import type { Blueprint } from '@neurite/core';
import { conv2d, dense, dropout, flatten, maxPool2d, relu, sequential } from '@neurite/layers';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { CLASSES } from './classes.js';
import { DEFAULT_CONFIG, type DigitConfig } from './config.js';

/** Height, width and channels of one image. */
export const INPUT_SHAPE = [28, 28, 1] as const;
/**
 * The recogniser: convolutions find strokes, dense layers weigh them. Takes [batch, 28, 28, 1], gives the logits of the ten
 * digits, and of no digit.
 */
export function networkOf({ filters, neurons, dropout: rate }: DigitConfig): Blueprint<Tensor4D, Tensor2D> {
  const [first = 16, ...others] = filters;
  return sequential(
    conv2d(first, 5),
    relu(),
    maxPool2d(2),
    ...others.flatMap((count, i) => [conv2d(count, 3), relu(), ...(i === 0 ? [maxPool2d(2)] : [])]),
    flatten(),
    ...neurons.flatMap((count) => [dense(count), relu()]),
    dropout(rate),
    dense(CLASSES + 1),
  ) as Blueprint<Tensor4D, Tensor2D>; // of any number of layers, which no type tells
}

/** The one that `npm start` trains. */
export const network: Blueprint<Tensor4D, Tensor2D> = networkOf(DEFAULT_CONFIG);
