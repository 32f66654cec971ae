import { type Callback, hostArray, stateDict } from '@neurite/core';
import { onEachBackend } from '@neurite/testing';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { checkpoints, DivergedError, fit, lossSpike } from '../../src/index.js';
import { temporaryFolders } from '../support/folder.js';
import { recorder, scalarsOf } from '../support/run.js';
import { lineBatches, momentum, type NumberBatch, squaredError, Two } from '../support/toys.js';

const newFolder = temporaryFolders();
/** Twelve batches, of which one is bad. */
function batchesWith(bad: number, at = 8): NumberBatch[] {
  const batches = lineBatches(48, 4);
  batches[at] = { ...batches[at]!, y: hostArray(new Float32Array(4).fill(bad), [4, 1]) };
  return batches;
}
const options = { window: 4, deviations: 6, keepEvery: 2 };

async function train(
  data: NumberBatch[],
  callbacks: readonly Callback[],
): Promise<{ weights: number[][]; losses: number[] }> {
  using model = new Two();
  const { epochs } = await fit(model, data, {
    epochs: 2,
    loss: squaredError,
    optimizer: momentum(0.005),
    callbacks,
  });
  const weights = Object.values(stateDict(model)).map((tensor) => [...tensor.dataSync()]);
  return { weights, losses: epochs.map(({ loss }) => loss) };
}

onEachBackend(() => {
  describe('lossSpike', () => {
    it('goes back to the state before a spike, and goes on with the next batch', async () => {
      const before = memory().numTensors;
      const record = recorder();
      const norms: number[] = [];
      const watch: Callback = {
        name: 'watch',
        checkpoint: ({ model }) => {
          const values = Object.values(stateDict(model)).flatMap((tensor) => [...tensor.dataSync()]);
          norms.push(Math.hypot(...values));
        },
      };
      await train(batchesWith(1e4), [lossSpike(options), record, watch]);
      expect(scalarsOf(record.events).lossSpike).toHaveLength(2);
      expect(record.events[0]!.step).toBe(9);
      expect(Math.max(...norms)).toBeLessThan(10);
      expect(memory().numTensors).toBe(before);
    });

    it('leaves out a batch whose loss is not finite, which fails without it', async () => {
      const before = memory().numTensors;
      await expect(train(batchesWith(Number.NaN), [])).rejects.toThrow(DivergedError);
      const { losses, weights } = await train(batchesWith(Number.NaN), [lossSpike(options)]);
      expect(losses.every(Number.isFinite)).toBe(true);
      expect(weights.flat().every(Number.isFinite)).toBe(true);
      expect(memory().numTensors).toBe(before);
    });

    it('ends the run at its limit', async () => {
      using model = new Two();
      const { stopped } = await fit(model, batchesWith(1e4), {
        epochs: 5,
        loss: squaredError,
        optimizer: momentum(0.005),
        callbacks: [lossSpike({ ...options, limit: 2 })],
      });
      expect(stopped).toBe('the loss has spiked 3 times');
    });

    it('remembers in checkpoints what it goes back to', async () => {
      const unbroken = await train(batchesWith(1e4), [lossSpike(options)]);
      for (const stopAt of [7, 9, 12]) {
        const folder = await newFolder();
        const callbacks = (): Callback[] => [lossSpike(options), checkpoints(folder, { every: { steps: 1 } })];
        const stop: Callback = {
          name: 'stop',
          stepEnd: ({ step }) => (step === stopAt ? Promise.reject(new RangeError('broken on purpose')) : undefined),
        };
        await expect(train(batchesWith(1e4), [...callbacks(), stop])).rejects.toThrow('broken on purpose');
        expect(await train(batchesWith(1e4), callbacks())).toEqual(unbroken);
      }
    });
  });
});
