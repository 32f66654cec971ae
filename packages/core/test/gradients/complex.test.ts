import { draw } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { gradientTable } from '../support/gradient-table.js';

describe('complex tensors', () => {
  gradientTable([
    {
      name: 'a product, used twice',
      f: (a, b) => {
        const z = tf.complex(tf.mul(a!, 2), b!);
        return tf.abs(tf.mul(z, tf.add(z, tf.complex(b!, a!))));
      },
      inputs: () => [draw([5], 0.5, 2), draw([5], 0.5, 2)],
      second: true,
    },
    {
      name: 'a filter between two Fourier transforms',
      f: (x, filter) => {
        const spectrum = tf.spectral.rfft(x!);
        return tf.spectral.irfft(tf.mul(spectrum, tf.complex(filter!, tf.zerosLike(filter!))));
      },
      inputs: () => [draw([2, 6]), draw([2, 4])],
      second: true,
    },
  ]);
});
