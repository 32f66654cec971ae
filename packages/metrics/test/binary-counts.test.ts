import { ArgumentError } from '@neurite/core';
import { expectError, onEachBackend } from '@neurite/testing';
import { tensor1d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { binaryCounts } from '../src/index.js';
import { evaluated } from './totals.js';

onEachBackend(() => {
  it('binaryCounts counts the four kinds of answers, exactly beyond 2²⁴', async () => {
    const samples = {
      predictions: tensor1d([0.6, 0.7, 0.2, 0.5, 0.9]),
      targets: tensor1d([1, 0, 1, 0, 1], 'int32'),
      weights: tensor1d([2 ** 24, 1, 3, 2 ** 25 + 1, 1], 'int32'),
    };
    for (const batchSize of [1, 2, 5]) {
      expect(await evaluated(binaryCounts({ threshold: 0.5 }), samples, batchSize)).toEqual({
        truePositives: 2 ** 24 + 1,
        falsePositives: 1,
        trueNegatives: 2 ** 25 + 1,
        falseNegatives: 3,
      });
    }
  });

  it('binaryCounts has no numbers once a prediction is NaN', async () => {
    const samples = { predictions: tensor1d([1, Number.NaN]), targets: tensor1d([1, 0], 'int32') };
    expect(Object.values(await evaluated(binaryCounts(), samples))).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });
});

it('binaryCounts says which threshold it takes', () =>
  expectError(
    () => binaryCounts({ threshold: Number.NaN }),
    ArgumentError,
    'binaryCounts: `threshold` must be a finite number; received NaN.',
  ));
