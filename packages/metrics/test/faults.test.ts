import { ArgumentError, type Metric } from '@neurite/core';
import { expectError, expectNoReads, onEachBackend } from '@neurite/testing';
import { dispose, type Tensor, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  accuracy,
  binaryAccuracy,
  confusionMatrix,
  editDistance,
  f1,
  meanAbsoluteError,
  precision,
  recall,
  rocAuc,
  topK,
} from '../src/index.js';
import { evaluated, totalsOf } from './totals.js';

const overClasses: readonly Metric<unknown>[] = [
  accuracy,
  topK(1),
  precision(),
  recall({ average: 'micro' }),
  f1({ average: 'weighted' }),
  confusionMatrix({ classes: 3 }),
];
const overYesAndNo = [binaryAccuracy(), precision({ average: 'binary' }), f1({ average: 'binary' }), rocAuc];

onEachBackend(() => {
  describe.each(overClasses)('$name', (metric) => {
    it('is NaN once a score is NaN, however many are right', async () => {
      const predictions = tensor2d([
        [3, 1, 2],
        [1, Number.NaN, 0],
        [0, 1, 9],
      ]);
      const targets = tensor1d([0, 1, 2], 'int32');
      for (const batchSize of [1, 3]) {
        const value = await evaluated(metric, { predictions, targets }, batchSize);
        expect([value].flat(2).every(Number.isNaN)).toBe(true);
      }
      dispose([predictions, targets]);
    });

    it('takes infinite scores, as masks leave them', async () => {
      const predictions = tensor2d([
        [3, Number.NEGATIVE_INFINITY, 2],
        [Number.NEGATIVE_INFINITY, 1, 0],
      ]);
      const targets = tensor1d([0, 1], 'int32');
      const value = await evaluated(metric, { predictions, targets });
      expect(value).toEqual(
        metric.name === 'confusionMatrix'
          ? [
              [1, 0, 0],
              [0, 1, 0],
              [0, 0, 0],
            ]
          : 1,
      );
      dispose([predictions, targets]);
    });

    it.each<[string, () => Tensor]>([
      ['a class below 0', () => tensor1d([0, -1], 'int32')],
      ['a class above the last', () => tensor1d([3, 0], 'int32')],
      [
        'a row of zeros',
        () =>
          tensor2d([
            [0, 0, 0],
            [0, 1, 0],
          ]),
      ],
      [
        'a row with NaN',
        () =>
          tensor2d([
            [0, 0, 1],
            [0, Number.NaN, 0],
          ]),
      ],
    ])('refuses %s', async (_name, make) => {
      const predictions = tensor2d([
        [3, 1, 2],
        [1, 2, 0],
      ]);
      const targets = make();
      const totals = await totalsOf(metric, { predictions, targets });
      await expectError(
        () => metric.value(totals),
        ArgumentError,
        `${metric.name}: \`targets\` must be classes from 0 to the number of classes − 1, or rows that sum to 1; received 1 that are not.`,
      );
      dispose([predictions, targets]);
    });
  });

  describe.each(overYesAndNo)('$name of yes and no', (metric) => {
    it('is NaN once a score is NaN', async () => {
      const [predictions, targets] = [tensor1d([1, Number.NaN]), tensor1d([1, 0], 'int32')];
      expect(await evaluated(metric, { predictions, targets })).toBeNaN();
      dispose([predictions, targets]);
    });

    it.each([2, -1, 0.5, Number.NaN])('refuses a target of %d', async (target) => {
      const [predictions, targets] = [tensor1d([1, 1]), tensor1d([1, target])];
      const totals = await totalsOf(metric, { predictions, targets });
      await expectError(
        () => metric.value(totals),
        ArgumentError,
        `${metric.name}: \`targets\` must be 0 or 1; received 1 that are not.`,
      );
      dispose([predictions, targets]);
    });
  });

  it('meanAbsoluteError is NaN once an element is', async () => {
    const [predictions, targets] = [tensor1d([1, 2]), tensor1d([1, Number.NaN])];
    expect(await evaluated(meanAbsoluteError, { predictions, targets })).toBeNaN();
    dispose([predictions, targets]);
  });

  it.each<Metric<unknown>>([...overClasses, meanAbsoluteError])('$name refuses a weight below 0', async (metric) => {
    const predictions = tensor2d([
      [0, 1],
      [1, 0],
    ]);
    const three = metric.name === 'confusionMatrix' ? tensor2d([0, 1, 0, 1, 0, 0], [2, 3]) : predictions;
    const weights = tensor1d([2, -2]);
    const totals = await totalsOf(metric, { predictions: three, targets: three, weights });
    await expectError(
      () => metric.value(totals),
      ArgumentError,
      `${metric.name}: \`weights\` must be at least 0; received 1 that are not.`,
    );
    dispose([predictions, three, weights]);
  });

  it('reads no value in statistics', () => {
    const [predictions, targets] = [tensor2d([[3, 1, 2]]), tensor1d([0], 'int32')];
    const [answer, yes] = [tensor1d([0.5]), tensor1d([1], 'int32')];
    const statistics = expectNoReads(() => [
      ...overClasses.map((metric) => metric.statistics(predictions, targets)),
      ...[...overYesAndNo, meanAbsoluteError].map((metric) => metric.statistics(answer, yes)),
    ]);
    dispose([predictions, targets, answer, yes, ...statistics.flatMap((one) => Object.values(one))]);
  });
});

describe('an empty set', () => {
  it('has the value 0, and no area', () => {
    const none = Float64Array.of(0);
    const sums = { correct: none, count: none, hits: none, predicted: none, actual: none, faults: new Float64Array(3) };
    for (const metric of [accuracy, topK(2), binaryAccuracy(), precision(), recall({ average: 'micro' }), f1()]) {
      expect(metric.value(sums)).toBe(0);
    }
    expect(meanAbsoluteError.value({ total: none, count: none, wrongWeights: none })).toBe(0);
    expect(rocAuc.value({ scores: none, truth: none, weights: none, faults: new Float64Array(3) })).toBeNaN();
  });
});

describe('unknown options', () => {
  it.each<[() => unknown, string]>([
    [
      () => precision({ averge: 'micro' } as object),
      'precision: `options` must be among `average`, `classes`, `threshold`; received `averge`.',
    ],
    [
      () => binaryAccuracy({ limit: 0.5 } as object),
      'binaryAccuracy: `options` must be among `threshold`; received `limit`.',
    ],
    [
      () => confusionMatrix({ classes: 3, size: 3 } as { classes: number }),
      'confusionMatrix: `options` must be among `classes`; received `size`.',
    ],
    [() => editDistance({ pad: 0 } as object), 'editDistance: `options` must be among `padding`; received `pad`.'],
  ])('are refused (%#)', async (make, message) => {
    await expectError(make, ArgumentError, message);
  });
});
