import { expectClose, type NestedNumbers, onEachBackend, onLastBackend } from '@neurite/testing';
import { dispose, tensor1d, tensor2d, tile } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  averagePrecision,
  binnedAuc,
  calibrationError,
  corpusBleu,
  meanSquaredError,
  rSquared,
  spearmanCorrelation,
} from '../src/index.js';
import { metricOf, type StatisticsCase, samplesOf, statisticsCases } from './statistics-cases.js';
import { evaluated, type Samples, totalsOf } from './totals.js';

const size = 1_000_000;

/** Those over the order of scores sort them as `rocAuc` does. */
const sorting = /^(oneVsRest|averagePrecision|\w+At\w+)$/;
/** A case of each metric, with weights where there is one. */
const repeated = new Map<string, StatisticsCase>();
for (const one of statisticsCases) {
  if (sorting.test(one.metric)) continue;
  if (one.weights !== null || !repeated.has(one.metric)) repeated.set(one.metric, one);
}

describe('a million samples', () => {
  onEachBackend(() => {
    it('of numbers far from 0 are within 1e-5', async () => {
      const truth = Float32Array.from({ length: size }, (_, i) => 1000 + ((i * 7919) % 1009) / 100);
      const guess = truth.map((value, i) => value + ((i % 5) - 2) / 4);
      const samples = { predictions: tensor1d(guess), targets: tensor1d(truth) };
      const mean = truth.reduce((sum, value) => sum + value, 0) / size;
      const errors = truth.reduce((sum, value, i) => sum + (value - guess[i]!) ** 2, 0);
      const spread = truth.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      await expectClose(await evaluated(meanSquaredError, samples), errors / size);
      await expectClose(await evaluated(rSquared(), samples), 1 - errors / spread);
      dispose(samples);
    });

    it('in bins are counted exactly', async () => {
      const scores = Float32Array.from({ length: size }, (_, i) => ((i * 7919) % 1000) / 1000 + 0.0005);
      const truth = Int32Array.from({ length: size }, (_, i) => Number((i * 7919) % 1000 >= 250));
      const samples = { predictions: tensor1d(scores), targets: tensor1d(truth, 'int32') };
      const { counts } = await totalsOf(binnedAuc({ from: 'probabilities', bins: 4 }), samples);
      expect([...counts!]).toEqual([size / 4, 0, 0, 0, 0, size / 4, size / 4, size / 4]);
      const two = {
        predictions: tensor2d(
          Float32Array.from({ length: 2 * size }, (_, i) => i % 2),
          [size, 2],
        ),
        targets: samples.targets,
      };
      const found = await evaluated(calibrationError({ from: 'probabilities' }), two);
      await expectClose(found, 1 / 4);
      dispose([samples, two]);
    });
  });

  onLastBackend(() => {
    it.each([...repeated.values()])('that repeat a few have their $metric', async (one) => {
      const few = samplesOf(one);
      const times = Math.ceil(size / few.targets.shape[0]!);
      const many = Object.fromEntries(
        Object.entries(few).map(([name, x]) => [name, tile(x, [times, ...x.shape.slice(1).map(() => 1)])]),
      ) as Samples; // with the same names
      const found = await evaluated(metricOf(one), many);
      // Counts, and their weights, add up.
      const counts = one.value as Record<string, number>;
      const expected =
        one.metric === 'binaryCounts'
          ? Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count * times]))
          : { value: one.value as NestedNumbers };
      const given = one.metric === 'binaryCounts' ? (found as typeof counts) : { value: found as NestedNumbers };
      for (const [name, value] of Object.entries(expected)) await expectClose(given[name as 'value']!, value);
      dispose([few, many]);
    });
  });

  it('in a million bins have a largest gap', async () => {
    const metric = calibrationError({ from: 'probabilities', bins: size, norm: 'max' });
    const samples = { predictions: tensor2d([[0.25, 0.75]]), targets: tensor1d([0], 'int32') };
    await expectClose(await evaluated(metric, samples), 0.75);
    dispose(samples);
  });

  it('are ranked exactly', () => {
    const scores = Float64Array.from({ length: size }, (_, i) => (i * 7919) % size);
    const truth = Float64Array.from(scores, (score) => Number(score >= size / 4));
    const [weights, faults] = [new Float64Array(size).fill(1), new Float64Array(3)];
    expect(averagePrecision.value({ scores, truth, weights, faults })).toBeCloseTo(1, 12);
    const totals = { predictions: scores, targets: scores.map((score) => -(score ** 3)), weights };
    const rest = { outputs: Float64Array.of(1), wrongWeights: Float64Array.of(0) };
    expect(spearmanCorrelation.value({ ...totals, ...rest })).toBeCloseTo(-1, 12);
  });

  it('of words are one text', () => {
    const text = Array.from({ length: size }, (_, i) => `w${(i * 7919) % 1009}`).join(' ');
    expect(corpusBleu([text], [text], { tokenize: 'none', maxOrder: 2 })).toBeCloseTo(100, 9);
  });
});
