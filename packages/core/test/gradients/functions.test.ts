import { draw } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { gradientTable } from '../support/gradient-table.js';

describe('functions of tfjs with gradients of their own', () => {
  gradientTable([
    // Of products, whose tensors are gone when a second derivative asks for them.
    {
      name: 'logSoftmax',
      f: (x) => tf.square(tf.logSoftmax(tf.mul(x!, 1.5))),
      inputs: () => [draw([3, 4])],
      second: true,
    },
    {
      name: 'softmaxCrossEntropy, of labels that are no shares',
      f: (labels, logits) => tf.losses.softmaxCrossEntropy(tf.mul(labels!, 2), tf.mul(logits!, 1.5)),
      inputs: () => [draw([3, 4], 0.1, 1), draw([3, 4])],
      second: true,
    },
  ]);
});
