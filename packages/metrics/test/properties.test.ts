import type { Metric } from '@neurite/core';
import { expectClose, type NestedNumbers, onEachBackend } from '@neurite/testing';
import { dispose, gather, type Tensor, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import {
  accuracy,
  averagePrecision,
  binnedAuc,
  brierScore,
  calibrationError,
  cohenKappa,
  concordanceCorrelation,
  fBeta,
  iou,
  logLoss,
  matthewsCorrelation,
  meanSquaredError,
  pearsonCorrelation,
  precisionAtRecall,
  rocAuc,
  rSquared,
  spearmanCorrelation,
  specificity,
} from '../src/index.js';
import { evaluated } from './totals.js';

const overClasses = [
  accuracy,
  brierScore(),
  calibrationError({ bins: 4 }),
  cohenKappa({ weighting: 'linear' }),
  fBeta({ beta: 0.5 }),
  iou({ average: 'weighted' }),
  logLoss(),
  matthewsCorrelation,
  specificity({ average: 'none' }),
];
const overYesAndNo = [averagePrecision, binnedAuc({ bins: 8 }), precisionAtRecall(0.5), rocAuc];
const overNumbers = [
  concordanceCorrelation(),
  meanSquaredError,
  pearsonCorrelation(),
  rSquared({ average: 'none' }),
  spearmanCorrelation,
];

type Sample = { readonly scores: readonly number[]; readonly target: number; readonly weight: number };
type Kind = { readonly set: (samples: readonly Sample[]) => { predictions: Tensor; targets: Tensor } };

const classes: Kind = {
  set: (samples) => ({
    predictions: tensor2d(
      samples.flatMap(({ scores }) => scores),
      [samples.length, 3],
    ),
    targets: tensor1d(
      samples.map(({ target }) => target),
      'int32',
    ),
  }),
};
const yesAndNo: Kind = {
  set: (samples) => ({
    predictions: tensor1d(samples.map(({ scores }) => scores[0]!)),
    targets: tensor1d(
      samples.map(({ target }) => Math.min(target, 1)),
      'int32',
    ),
  }),
};
const numbers: Kind = {
  set: (samples) => ({
    predictions: tensor1d(samples.map(({ scores }) => scores[0]!)),
    targets: tensor1d(samples.map(({ scores, target }) => scores[1]! + target)),
  }),
};

const sample = fc.record({
  scores: fc.array(
    fc.integer({ min: -20, max: 20 }).map((x) => x / 4),
    { minLength: 3, maxLength: 3 },
  ),
  target: fc.integer({ min: 0, max: 2 }),
  weight: fc.integer({ min: 0, max: 3 }),
});
const samplesAndOrder = fc.array(sample, { minLength: 2, maxLength: 9 }).chain((samples) =>
  fc.record({
    samples: fc.constant(samples),
    order: fc.shuffledSubarray([...samples.keys()], { minLength: samples.length }),
    batchSize: fc.integer({ min: 1, max: samples.length }),
  }),
);

onEachBackend(() => {
  describe.each([
    ...overClasses.map((metric) => [metric as Metric<NestedNumbers>, classes] as const),
    ...overYesAndNo.map((metric) => [metric as Metric<NestedNumbers>, yesAndNo] as const),
    ...overNumbers.map((metric) => [metric as Metric<NestedNumbers>, numbers] as const),
  ])('$name', (metric, { set }) => {
    it('is the same for any cut into batches, any order, and repetition instead of weights', async () => {
      await fc.assert(
        fc.asyncProperty(samplesAndOrder, async ({ samples, order, batchSize }) => {
          const whole = set(samples);
          const weights = tensor1d(
            samples.map(({ weight }) => weight),
            'int32',
          );
          const index = tensor1d(order, 'int32');
          const shuffled = { predictions: gather(whole.predictions, index), targets: gather(whole.targets, index) };
          const counts = gather(weights, index);
          const repeated = set(samples.flatMap((one) => Array.from({ length: one.weight }, () => one)));
          await expectClose(await evaluated(metric, shuffled, batchSize), await evaluated(metric, whole), {
            relative: 1e-4,
            absolute: 1e-5,
          });
          if (repeated.predictions.size > 0) {
            await expectClose(
              await evaluated(metric, { ...shuffled, weights: counts }, batchSize),
              await evaluated(metric, repeated),
              { relative: 1e-4, absolute: 1e-5 },
            );
          }
          dispose([whole, weights, index, shuffled, counts, repeated]);
        }),
        { numRuns: 15 },
      );
    });
  });

  it('metrics of ranks do not change when scores grow without changing places', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sample, { minLength: 3, maxLength: 12 }), async (samples) => {
        const grown = samples.map((one) => ({ ...one, scores: one.scores.map((score) => 3 * score + 1) }));
        for (const metric of [rocAuc, averagePrecision, precisionAtRecall(0.7)]) {
          const [a, b] = [yesAndNo.set(samples), yesAndNo.set(grown)];
          await expectClose(await evaluated(metric, b), await evaluated(metric, a));
          dispose([a, b]);
        }
      }),
      { numRuns: 15 },
    );
  });
});
