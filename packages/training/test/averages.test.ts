import { build, type Callback, type Module, stateDict } from '@neurite/core';
import { batchNorm, dense, dropout, relu, sequential } from '@neurite/layers';
import { adam, chain, exponentialMovingAverage, stochasticWeightAverage, warmup } from '@neurite/optimizers';
import { onEachBackend } from '@neurite/testing';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { averagesMonitor, checkpoints, evaluate, fit, type History, updateStatistics } from '../src/index.js';
import { temporaryFolders } from './support/folder.js';
import { recorder, scalarsOf } from './support/run.js';
import { lineBatches, shuffled, squaredError } from './support/toys.js';

const newFolder = temporaryFolders();
const network = sequential(dense(6), batchNorm(), relu(), dropout(0.2), dense(1));
const links = {
  exponentialMovingAverage: () => exponentialMovingAverage({ decay: 0.8 }),
  stochasticWeightAverage: () => stochasticWeightAverage(),
};

onEachBackend(() => {
  describe.each(Object.entries(links))('a run with %s', (_, link) => {
    const train = async (
      callbacks: (model: Module<Tensor2D, Tensor2D>) => Callback[],
    ): Promise<{ weights: number[][]; history: History<unknown>; loss: number; refreshed: number }> => {
      using model = build(network, { input: [3], seed: 2 });
      const history = await fit(model, shuffled(lineBatches(24, 4)), {
        epochs: 3,
        validation: lineBatches(9),
        loss: squaredError,
        optimizer: chain(adam({ learningRate: warmup(0.05, { steps: 4 }) }), link()),
        callbacks: callbacks(model),
        seed: 5,
      });
      const weights = Object.values(stateDict(model)).map((tensor) => [...tensor.dataSync()]);
      const { loss } = await evaluate(model, lineBatches(9), { loss: squaredError });
      await updateStatistics(model, lineBatches(24, 4));
      const refreshed = await evaluate(model, lineBatches(9), { loss: squaredError });
      return { weights, history, loss: loss!, refreshed: refreshed.loss! };
    };

    it('validates with the averages, and tells the trained weights beside them', async () => {
      const record = recorder();
      const { history, loss, refreshed } = await train((model) => [
        record,
        averagesMonitor(model, lineBatches(9), { loss: squaredError }),
      ]);
      expect(history.epochs.at(-1)!.validation!.loss).toBe(loss);
      const trained = scalarsOf(record.events)['trained.loss']!;
      expect(trained).toHaveLength(3);
      expect(trained.at(-1)).not.toBe(loss);
      expect(refreshed).not.toBe(loss);
      expect(Number.isFinite(refreshed)).toBe(true);
    });

    it('that was broken ends with the same bits when it is resumed', async () => {
      const unbroken = await train(() => []);
      const folder = await newFolder();
      const keep = (): Callback => checkpoints(folder, { every: { steps: 1 } });
      const stop: Callback = {
        name: 'stop',
        stepEnd: ({ step }) => (step === 11 ? Promise.reject(new RangeError('broken on purpose')) : undefined),
      };
      await expect(train(() => [keep(), stop])).rejects.toThrow('broken on purpose');
      expect((await train(() => [keep()])).weights).toEqual(unbroken.weights);
    });
  });
});
