import { ArgumentError, type Metric } from '@neurite/core';
import { onPlateau, sgd } from '@neurite/optimizers';
import { expectError, expectNoLeak, fixture, onEachBackend } from '@neurite/testing';
import { scalar } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { checkpoints, fit, type PlateauOptions, plateau } from '../../src/index.js';
import { temporaryFolders } from '../support/folder.js';
import { Affine, lineBatches, squaredError } from '../support/toys.js';

const newFolder = temporaryFolders();

type Case = { readonly options: PlateauOptions; readonly values: number[]; readonly rates: number[] };
const { cases } = fixture<{ cases: Case[] }>('training/plateau');

/** A metric that says the given values, epoch by epoch. */
function scripted(values: readonly number[], from = 0): Metric {
  let at = from;
  return { name: 'score', statistics: () => ({ one: scalar(1) }), value: () => values[at++]! };
}

type Train = { readonly folder?: string; readonly from?: number; readonly epochs?: number };

/** @returns the learning rates of the epochs, and the weights at the end */
async function train(
  values: readonly number[],
  options: PlateauOptions,
  { folder, from = 0, epochs = values.length }: Train = {},
): Promise<{ readonly rates: number[]; readonly kernel: number[] }> {
  using model = new Affine(3, 1);
  const rates: number[] = [];
  const rate = onPlateau(0.01);
  await fit(model, lineBatches(8, 8), {
    epochs,
    loss: squaredError,
    metrics: { score: scripted(values, from) },
    optimizer: sgd({ learningRate: rate }),
    callbacks: [
      plateau({ monitor: 'score', mode: 'min', ...options }),
      { name: 'watch', checkpoint: (run, point) => void (point === 'epoch' && rates.push(rate(0, run) / 0.01)) },
      ...(folder === undefined ? [] : [checkpoints(folder)]),
    ],
  });
  return { rates, kernel: [...(await model.kernel.value.data())] };
}

onEachBackend(() => {
  describe('plateau', () => {
    it.each(cases)('lowers the learning rate with $options as Keras does', async ({ options, values, rates }) => {
      const trained = await train(values, options);
      trained.rates.forEach((rate, epoch) => void expect(rate).toBeCloseTo(rates[epoch]!, 6));
      expect(trained.rates).toHaveLength(rates.length);
    });

    it('takes NaN for no improvement, and leaves no tensors', () =>
      expectNoLeak(async () => {
        const { rates } = await train([3, Number.NaN, Number.NaN], { patience: 2, factor: 0.5 });
        expect(rates).toEqual([1, 1, 0.5]);
      }));

    it('goes on from a checkpoint: the best, the patience and the level', async () => {
      const values = [3, 3, 3, 3, 2, 2, 2, 2];
      const options = { patience: 2, cooldown: 1, factor: 0.5, minDelta: 0 };
      const whole = await train(values, options);
      const folder = await newFolder();
      await train(values, options, { folder, epochs: 4 });
      const rest = await train(values, options, { folder, from: 4, epochs: 8 });
      expect(rest).toEqual({ rates: whole.rates.slice(4), kernel: whole.kernel });
      expect(new Set(whole.rates).size).toBeGreaterThan(2);
    });
  });
});

describe('plateau refuses', () => {
  it.each<[PlateauOptions, string]>([
    [{ factor: 1 }, 'plateau: `factor` must be a finite number above 0 and below 1; received 1.'],
    [{ patience: 0 }, 'plateau: `patience` must be an integer of at least 1; received 0.'],
    [{ cooldown: -1 }, 'plateau: `cooldown` must be an integer of at least 0; received -1.'],
    [{ minDelta: -1 }, 'plateau: `minDelta` must be a finite number of at least 0; received -1.'],
    [{ minimum: -1 }, 'plateau: `minimum` must be a finite number of at least 0; received -1.'],
    [{ monitor: 'scoer' }, "plateau: `monitor` must be 'loss' or 'score'; received 'scoer'."],
  ])('%o', async (options, message) => {
    await expectError(() => train([1], options), ArgumentError, message);
  });
});
