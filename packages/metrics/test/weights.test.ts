import { ArgumentError } from '@neurite/core';
import { expectClose, expectError, onEachBackend } from '@neurite/testing';
import { dispose, type Tensor, tensor1d, tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { accuracy, confusionMatrix, forOutput, meanAbsoluteError, rocAuc } from '../src/index.js';
import { evaluated, totalsOf } from './totals.js';

onEachBackend(() => {
  it('counts by integers stay exact beyond 2²⁴', async () => {
    const samples = {
      predictions: tensor2d([0, 1, 0, 1], [2, 2]),
      targets: tensor1d([1, 1], 'int32'),
      weights: tensor1d([2 ** 24, 1], 'int32'),
    };
    const { count, correct } = await totalsOf(accuracy, samples);
    expect([count![0], correct![0]]).toEqual([2 ** 24 + 1, 2 ** 24 + 1]);
    const { table } = await totalsOf(confusionMatrix({ classes: 2 }), samples);
    expect([...table!]).toEqual([0, 0, 0, 2 ** 24 + 1]);
  });

  it('weights of [batch] count for each step, those of [batch, time] for their own', async () => {
    // The steps of the first sequence are right, those of the second wrong.
    const predictions = tensor3d([2, 0, 2, 0, 2, 0, 2, 0], [2, 2, 2]);
    const targets = tensor2d([0, 0, 1, 1], [2, 2], 'int32');
    await expectClose(await evaluated(accuracy, { predictions, targets, weights: tensor1d([3, 1]) }), 0.75);
    const own = tensor2d([1, 0, 1, 1], [2, 2], 'bool');
    await expectClose(await evaluated(accuracy, { predictions, targets, weights: own }), 1 / 3);
    const numbers = tensor2d([1, 2, 3, 4], [2, 2]);
    const truth = tensor2d([1, Number.NaN, 1, 1], [2, 2]);
    await expectClose(
      await evaluated(meanAbsoluteError, { predictions: numbers, targets: truth, weights: own }),
      5 / 3,
    );
  });

  it('counts a million samples exactly, and weighs them within 1e-5', async () => {
    const size = 1_000_000;
    const predictions = tensor2d(
      Float32Array.from({ length: 2 * size }, (_, i) => (i * 7) % 5),
      [size, 2],
    );
    const targets = tensor1d(
      Int32Array.from({ length: size }, (_, i) => i % 2),
      'int32',
    );
    const weights = tensor1d(Float32Array.from({ length: size }, (_, i) => (i % 4) / 4));
    let [right, weighed, weight] = [0, 0, 0];
    for (let i = 0; i < size; i++) {
      const hit = Number((14 * i) % 5 < (14 * i + 7) % 5) === i % 2 ? 1 : 0;
      right += hit;
      weighed += (hit * (i % 4)) / 4;
      weight += (i % 4) / 4;
    }
    expect((await totalsOf(accuracy, { predictions, targets })).correct![0]).toBe(right);
    await expectClose(await evaluated(accuracy, { predictions, targets, weights }), weighed / weight);
    dispose([predictions, targets, weights]);
  });

  describe('forOutput', () => {
    const both = { digit: tensor2d([0, 1, 0, 1], [2, 2]), box: tensor1d([1, 2]) };
    const truth = { digit: tensor1d([1, 0], 'int32'), box: tensor1d([1, 4]) };
    const value = async (weights?: Tensor | { digit?: Tensor }) => {
      const metric = forOutput('digit', accuracy);
      const statistics = Object.entries(metric.statistics(both, truth, { weights }));
      const read = await Promise.all(
        statistics.map(async ([name, one]) => [name, Float64Array.from(await one.data())]),
      );
      return metric.value(Object.fromEntries(read));
    };

    it('takes its output and its weights', async () => {
      expect(await value()).toBe(0.5);
      expect(await value({ digit: tensor1d([3, 1]) })).toBe(0.75);
      expect(await value(tensor1d([0, 1]))).toBe(0);
      expect(await value({})).toBe(0.5);
      expect(forOutput('digit', rocAuc).combine).toBe(rocAuc.combine);
    });

    it('says what is missing', async () => {
      const metric = forOutput('digit', accuracy);
      await expectError(
        () => metric.statistics({ box: both.box } as never, truth),
        ArgumentError,
        'forOutput: `predictions` must have `digit`; received { box }.',
      );
      await expectError(
        () => metric.statistics(both, both.box as never),
        ArgumentError,
        'forOutput: `targets` must have `digit`; received one tensor.',
      );
    });
  });
});

describe('rocAuc', () => {
  it('is exact over a million samples', () => {
    const size = 1_000_000;
    const scores = Float64Array.from({ length: size }, (_, i) => (i * 7919) % size);
    const truth = Float64Array.from(scores, (score) => Number(score >= size / 4));
    const [weights, faults] = [new Float64Array(size).fill(1), new Float64Array(3)];
    expect(rocAuc.value({ scores, truth, weights, faults })).toBe(1);
    expect(rocAuc.value({ scores: scores.fill(5), truth, weights, faults })).toBe(0.5);
  });
});
