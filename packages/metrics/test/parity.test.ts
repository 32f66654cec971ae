import type { Metric } from '@neurite/core';
import { expectClose, expectNoLeak, fixture, onEachBackend } from '@neurite/testing';
import { dispose, oneHot, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  type Average,
  type AverageOptions,
  accuracy,
  binaryAccuracy,
  confusionMatrix,
  f1,
  meanAbsoluteError,
  precision,
  recall,
  rocAuc,
  topK,
} from '../src/index.js';
import { evaluated } from './totals.js';

type Scores = { readonly name: string; readonly targets: number[]; readonly values: Readonly<Record<string, number>> };
type ClassCase = Scores & { readonly scores: number[][]; readonly confusion: number[][] };
type BinaryCase = Scores & { readonly scores: number[]; readonly threshold: number };
type RegressionCase = { readonly predictions: number[][]; readonly targets: number[][]; readonly value: number };

type WeightedCase = ClassCase & { readonly weights: number[] };
type RankingCase = {
  readonly name: string;
  readonly scores: number[];
  readonly targets: number[];
  readonly weights: number[];
  readonly value: number;
  readonly weighted: number;
};

const { classCases, binaryCases, regressionCases, weightedCases, rankingCases } = fixture<{
  classCases: ClassCase[];
  binaryCases: BinaryCase[];
  regressionCases: RegressionCase[];
  weightedCases: WeightedCase[];
  rankingCases: RankingCase[];
}>('metrics/metrics');

const averaged: Readonly<Record<string, (options: AverageOptions) => Metric>> = { precision, recall, f1 };

/** The metric that a key of the fixture stands for, e.g. `f1 macro of all classes`. */
function metricFor(key: string, classes: number): Metric {
  if (key === 'accuracy') return accuracy;
  if (key.startsWith('top')) return topK(Number(key.slice(3)));
  const [name, average, ...all] = key.split(' ') as [string, Average, ...string[]]; // as the fixture's script writes them
  return averaged[name]!(all.length > 0 ? { average, classes } : { average });
}

onEachBackend(() => {
  describe.each(classCases)('scikit-learn on classes: $name', ({ scores, targets, values, confusion }) => {
    const classes = scores[0]!.length;

    it.each([1, 3, 1000])('in batches of %d', async (batchSize) => {
      await expectNoLeak(async () => {
        const predictions = tensor2d(scores);
        const numbers = tensor1d(targets, 'int32');
        const hot = oneHot(numbers, classes);
        for (const [key, value] of Object.entries(values)) {
          const metric = metricFor(key, classes);
          expect(await evaluated(metric, { predictions, targets: numbers }, batchSize), key).toBeCloseTo(value, 12);
          expect(await evaluated(metric, { predictions, targets: hot }, batchSize), `${key}, one-hot`).toBeCloseTo(
            value,
            12,
          );
        }
        expect(await evaluated(confusionMatrix({ classes }), { predictions, targets: numbers }, batchSize)).toEqual(
          confusion,
        );
        dispose([predictions, numbers, hot]);
      });
    });
  });

  describe.each(binaryCases)('scikit-learn on yes and no: $name', ({ scores, targets, threshold, values }) => {
    it.each([1, 4, 1000])('in batches of %d', async (batchSize) => {
      const [flat, column] = [tensor1d(scores), tensor2d(scores, [scores.length, 1])];
      const [truth, floats] = [tensor1d(targets, 'int32'), tensor2d(targets, [targets.length, 1])];
      for (const [key, value] of Object.entries(values)) {
        const metric =
          key === 'binaryAccuracy' ? binaryAccuracy({ threshold }) : averaged[key]!({ average: 'binary', threshold });
        expect(await evaluated(metric, { predictions: flat, targets: truth }, batchSize), key).toBeCloseTo(value, 12);
        expect(
          await evaluated(metric, { predictions: column, targets: truth }, batchSize),
          `${key} of a column`,
        ).toBeCloseTo(value, 12);
        expect(
          await evaluated(metric, { predictions: column, targets: floats }, batchSize),
          `${key} of floats`,
        ).toBeCloseTo(value, 12);
      }
      dispose([flat, column, truth, floats]);
    });
  });

  it('precision is that of the whole set, 4/7, and not the mean over the batches, (1/4 + 3/3) / 2', async () => {
    const scores = tensor1d([3, 3, 3, 3, -3, 3, 3, 3, -3, -3]);
    const truth = tensor1d([1, 0, 0, 0, 1, 1, 1, 1, 0, 1], 'int32');
    expect(await evaluated(precision({ average: 'binary' }), { predictions: scores, targets: truth }, 5)).toBe(4 / 7);
    dispose([scores, truth]);
  });

  it.each(regressionCases)('scikit-learn on numbers', async ({ predictions, targets, value }) => {
    const [guess, truth] = [tensor2d(predictions), tensor2d(targets)];
    for (const batchSize of [1, 4, 1000]) {
      await expectClose(await evaluated(meanAbsoluteError, { predictions: guess, targets: truth }, batchSize), value);
    }
    dispose([guess, truth]);
  });

  describe.each(weightedCases)(
    'scikit-learn with weights: $name',
    ({ scores, targets, weights, values, confusion }) => {
      it.each([1, 5, 1000])('in batches of %d', async (batchSize) => {
        await expectNoLeak(async () => {
          const samples = {
            predictions: tensor2d(scores),
            targets: tensor1d(targets, 'int32'),
            weights: tensor1d(weights),
          };
          for (const [key, value] of Object.entries(values)) {
            await expectClose(await evaluated(metricFor(key, scores[0]!.length), samples, batchSize), value);
          }
          const table = confusionMatrix({ classes: scores[0]!.length });
          await expectClose(await evaluated(table, samples, batchSize), confusion);
          dispose(Object.values(samples));
        });
      });
    },
  );

  describe.each(rankingCases)('scikit-learn on rankings: $name', ({ scores, targets, weights, value, weighted }) => {
    it.each([1, 7, 1000])('in batches of %d', async (batchSize) => {
      await expectNoLeak(async () => {
        const samples = { predictions: tensor1d(scores), targets: tensor1d(targets, 'int32') };
        const two = {
          predictions: tensor2d(scores.map((score) => [-score / 2, score / 2])),
          targets: samples.targets,
        };
        const counts = tensor1d(weights);
        expect(await evaluated(rocAuc, samples, batchSize)).toBeCloseTo(value, 12);
        expect(await evaluated(rocAuc, two, batchSize)).toBeCloseTo(value, 12);
        expect(await evaluated(rocAuc, { ...samples, weights: counts }, batchSize)).toBeCloseTo(weighted, 6);
        dispose([...Object.values(samples), two.predictions, counts]);
      });
    });
  });
});
