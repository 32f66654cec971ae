import { ArgumentError, type Callback, stateDict } from '@neurite/core';
import { expectError, onEachBackend } from '@neurite/testing';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createAlternatingStep, fit, overfit } from '../src/index.js';
import { lineBatches, momentum, type NumberBatch, near, squaredError, Two } from './support/toys.js';

const numbers = (model: Two): number[][] => Object.values(stateDict(model)).map((tensor) => [...tensor.dataSync()]);

onEachBackend(() => {
  describe('a dry run', () => {
    it('takes one batch through everything, tells what to expect, and changes nothing', async () => {
      using model = new Two({ hidden: 50 });
      const weights = numbers(model);
      const called: string[] = [];
      const callback: Callback = { name: 'never', trainBegin: () => void called.push('trainBegin') };
      let reads = 0;
      let freed = 0;
      const data = {
        *[Symbol.iterator](): Generator<NumberBatch> {
          for (const batch of lineBatches()) {
            reads++;
            yield { ...batch, dispose: () => void freed++ };
          }
        },
      };
      const before = memory().numTensors;
      const history = await fit(model, data, {
        epochs: 10,
        validation: lineBatches(),
        loss: squaredError,
        metrics: { near },
        optimizer: momentum(0.02),
        accumulate: 2,
        callbacks: [callback],
        dryRun: true,
      });
      expect(memory().numTensors).toBe(before);
      expect(numbers(model)).toEqual(weights);
      expect([called, reads, freed]).toEqual([[], 2, 2]);
      const { dryRun } = history;
      expect(history).toMatchObject({ epochs: [], steps: 0, stopped: 'it was a dry run' });
      expect(dryRun!.summary).toContain('first.kernel'.split('.')[0]);
      expect(dryRun!.bytes.peak).toBeGreaterThan(dryRun!.bytes.before + 4 * 250);
      expect(dryRun!.seconds.step).toBeGreaterThan(0);
      // Data that does not know its size.
      expect(dryRun!.seconds.epoch).toBe(undefined);
      expect(String(dryRun)).toMatch(
        /\nmemory: \d.* kB before, .* in a step\ntime: [\d.]+ ms a step, unknown an epoch, unknown in all$/,
      );
    });

    it('knows the whole time where the data knows its size, and finds what is wrong with any part', async () => {
      using model = new Two();
      const options = { epochs: 10, loss: squaredError, optimizer: momentum(0.02), dryRun: true };
      const { dryRun } = await fit(model, lineBatches(), options);
      expect(dryRun!.seconds.run).toBeCloseTo(10 * dryRun!.seconds.epoch!, 10);
      expect(dryRun!.seconds.epoch).toBeCloseTo(6 * dryRun!.seconds.step, 10);
      const weights = numbers(model);
      const wrong: typeof near = {
        ...near,
        statistics: () => {
          throw new RangeError('broken on purpose');
        },
      };
      await expect(fit(model, lineBatches(), { ...options, metrics: { wrong } })).rejects.toThrow('broken on purpose');
      await expect(fit(model, lineBatches(), { ...options, validation: [] })).rejects.toThrow(ArgumentError);
      expect(numbers(model)).toEqual(weights);
    });

    it('takes several models', async () => {
      const models = { a: new Two(), b: new Two({ seed: 5 }) };
      const optimizer = { a: momentum(0.02), b: momentum(0.02) };
      const step = createAlternatingStep<'a' | 'b'>(models, {
        optimizer,
        loss: {
          a: ({ x, y }, context) => squaredError(models.a.forward(x as never, context), y as never),
          b: ({ x, y }, context) => squaredError(models.b.forward(x as never, context), y as never),
        },
      });
      const { dryRun } = await fit(models, lineBatches(), { epochs: 1, step, optimizer, dryRun: true });
      expect(dryRun!.summary.match(/\(model\)/g)).toHaveLength(2);
      for (const model of Object.values(models)) model.dispose();
    });
  });

  describe('overfit', () => {
    it('tells whether a batch can be learned by heart', async () => {
      using model = new Two();
      const weights = numbers(model);
      const [batch] = lineBatches();
      const before = memory().numTensors;
      const { learned, losses } = await overfit(model, batch!, { loss: squaredError, optimizer: momentum(0.05) });
      expect(learned).toBe(true);
      expect(losses.at(-1)).toBeLessThanOrEqual(0.05 * losses[0]!);
      const upwards = await overfit(model, batch!, { loss: squaredError, optimizer: momentum(-0.001), steps: 20 });
      expect(upwards.learned).toBe(false);
      expect(upwards.losses).toHaveLength(20);
      expect(numbers(model)).toEqual(weights);
      expect(memory().numTensors).toBe(before);
      await expectError(
        () => overfit(model, batch!, { loss: squaredError, optimizer: momentum(), share: 1 }),
        ArgumentError,
        'overfit: `share` must be a finite number above 0 and below 1; received 1.',
      );
    });
  });

  describe('validation within epochs', () => {
    it('comes after every n steps, and changes nothing', async () => {
      const train = async (validateEvery?: { steps: number }): Promise<{ weights: number[][]; seen: unknown[] }> => {
        using model = new Two({ noise: 0.1 });
        const seen: unknown[] = [];
        const watch: Callback = {
          name: 'watch',
          stepEnd: ({ step }) => void seen.push(step),
          validationEnd: ({ step }, record) => void seen.push([step, record.samples, Object.keys(record.metrics)]),
          epochEnd: ({ step }) => void seen.push([step, 'epoch']),
        };
        await fit(model, lineBatches(), {
          epochs: 2,
          validation: lineBatches(5),
          loss: squaredError,
          metrics: { near },
          optimizer: momentum(0.02),
          callbacks: [watch],
          ...(validateEvery && { validateEvery }),
        });
        return { weights: numbers(model), seen };
      };
      const { weights, seen } = await train({ steps: 4 });
      const at = (step: number): unknown => [step, 5, ['near']];
      // With the last step of the second epoch there is one anyway.
      expect(seen).toEqual([1, 2, 3, 4, at(4), 5, 6, [6, 'epoch'], 7, 8, at(8), 9, 10, 11, 12, [12, 'epoch']]);
      expect((await train()).weights).toEqual(weights);
      using model = new Two();
      await expectError(
        () =>
          fit(model, lineBatches(), {
            epochs: 1,
            loss: squaredError,
            optimizer: momentum(),
            validateEvery: { steps: 4 },
          }),
        ArgumentError,
        'fit: `validateEvery` must be left out where there is no `validation`; received 4 steps.',
      );
    });
  });
});
