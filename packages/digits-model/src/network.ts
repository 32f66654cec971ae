import type { Blueprint } from '@neurite/core';
import { conv2d, dense, dropout, flatten, maxPool2d, relu, sequential } from '@neurite/layers';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { CLASSES } from './classes.js';

/** Height, width and channels of one image. */
export const INPUT_SHAPE = [28, 28, 1] as const;
/**
 * The recogniser: two convolutions find strokes, one dense layer weighs them. Takes [batch, 28, 28, 1], gives the logits
 * of the ten digits, and of no digit.
 */
export const network: Blueprint<Tensor4D, Tensor2D> = sequential(
  conv2d(16, 5),
  relu(),
  maxPool2d(2),
  conv2d(32, 3),
  relu(),
  maxPool2d(2),
  flatten(),
  dropout(0.3),
  dense(CLASSES + 1),
);
