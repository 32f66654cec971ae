import { ArgumentError, BackendError, type Callback, type NamedTensors, stateDict } from '@neurite/core';
import { expectError, onEachBackend } from '@neurite/testing';
import { memory, mul, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { batchSizeFinder, fit, learningRateFinder } from '../../src/index.js';
import { lineBatches, momentum, squaredError, Two } from '../support/toys.js';

const numbers = (tensors: NamedTensors): number[][] => Object.values(tensors).map((tensor) => [...tensor.dataSync()]);

onEachBackend(() => {
  describe('learningRateFinder', () => {
    it('finds where the loss falls, stops where it explodes, and leaves the model as it was', async () => {
      using model = new Two();
      const finder = learningRateFinder({ from: 1e-5, to: 1e4, steps: 60, smoothing: 0.5 });
      const before = numbers(stateDict(model));
      const tensors = memory().numTensors;
      const rates: number[] = [];
      const { steps, stopped } = await fit(model, lineBatches(64, 16), {
        epochs: 100,
        loss: squaredError,
        optimizer: {
          name: 'sgd',
          init: () => ({}),
          update: (gradients, { clock }) =>
            tidy(() => {
              const rate = clock.scalar((_, { signals }) => {
                if (rates.at(-1) !== signals.learningRate) rates.push(signals.learningRate!);
                return -signals.learningRate!;
              });
              return {
                updates: Object.fromEntries(Object.entries(gradients).map(([path, g]) => [path, mul(g, rate)])),
                state: {},
              };
            }),
        },
        callbacks: [finder],
      });
      expect(numbers(stateDict(model))).toEqual(before);
      expect(memory().numTensors).toBe(tensors);
      expect(stopped).toBe(`learningRateFinder has tried ${finder.found.rates.length} rates`);
      expect(finder.found.rates.length).toBeLessThan(60);
      expect(steps - finder.found.rates.length).toBeLessThanOrEqual(1);
      expect(rates.slice(0, finder.found.rates.length)).toEqual(finder.found.rates);
      // Gradient descent on this loss works from about 0.01, and diverges above 1.
      expect(finder.found.suggestion).toBeGreaterThan(3e-3);
      expect(finder.found.suggestion).toBeLessThan(2);
    });
  });

  describe('batchSizeFinder', () => {
    const train =
      (fails: (size: number) => void = () => {}) =>
      async (size: number, callback: Callback): Promise<void> => {
        fails(size);
        const model = new Two();
        await fit(model, lineBatches(size * 4, size), {
          epochs: 1,
          loss: squaredError,
          optimizer: momentum(0.02),
          callbacks: [callback],
        }).finally(() => model.dispose());
      };

    it('doubles until a size does not fit', async () => {
      const full = (size: number): void => {
        if (size > 8) throw new BackendError({ where: 'wasm', problem: 'the memory is full' });
      };
      const { batchSize, tried, reason } = await batchSizeFinder(train(full), { from: 2, steps: 2, gain: 1 });
      // Where a size is slower by chance, it ends before.
      expect([2, 4, 8]).toContain(batchSize);
      for (const { samplesPerSecond } of tried) expect(samplesPerSecond).toBeGreaterThan(0);
      expect(reason).toMatch(/^16 does not fit: wasm: the memory is full\.$|is hardly faster than/);
    });

    it('throws what is not for lack of memory, and for too few steps', async () => {
      const other = (): never => {
        throw new TypeError('broken on purpose');
      };
      await expect(batchSizeFinder(train(other))).rejects.toThrow('broken on purpose');
      await expectError(
        () => batchSizeFinder(async () => {}),
        ArgumentError,
        'batchSizeFinder: `train` must take at least two steps with the callback that it is given; received 0.',
      );
      const last = await batchSizeFinder(train(), { from: 4, to: 4, steps: 2 });
      expect(last).toMatchObject({ batchSize: 4, reason: '4 is the largest that was to be tried' });
    });
  });
});
