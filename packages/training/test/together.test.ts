import { join } from 'node:path';
import { build, hostArray, type Module, parameters, RandomStream, stateDict } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { batchNorm, conv2d, dense, dropout, flatten, maxPool2d, relu, sequential } from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { accuracy, confusionMatrix } from '@neurite/metrics';
import { adam, adamW, chain, clipByGlobalNorm, warmupCosine } from '@neurite/optimizers';
import { onEachBackend } from '@neurite/testing';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { checkpoints, csvLogger, earlyStopping, evaluate, fit, predict, progressBar } from '../src/index.js';
import { temporaryFolders } from './support/folder.js';

const newFolder = temporaryFolders();

/** Pictures of 8 × 8 with a bright spot in one of four corners, in noise. */
function corners(count: number, seed: number) {
  const random = RandomStream.fromSeed(seed);
  const x = random.uniforms(count * 64);
  const y = Uint8Array.from({ length: count }, () => random.integer(4));
  for (const [i, corner] of y.entries()) {
    for (const at of [0, 1, 8, 9]) x[i * 64 + (corner & 1) * 6 + (corner >> 1) * 48 + at] = 2;
  }
  return fromArrays({ x: hostArray(x, [count, 8, 8, 1]), y: hostArray(y) });
}

const network = sequential(conv2d(4, 3), batchNorm(), relu(), maxPool2d(2), flatten(), dropout(0.2), dense(4));
const newModel = () => build(network, { input: [8, 8, 1], seed: 7 });
const train = corners(90, 1).shuffle().batch(16).prefetch(2);
const validation = corners(40, 2).batch(16);

const optimizer = () =>
  chain(clipByGlobalNorm(1), adamW({ learningRate: warmupCosine({ peak: 0.02, steps: 60, warmup: 6 }) }));

async function weights(model: Module<never, unknown>): Promise<unknown> {
  const entries = Object.entries(stateDict(model)).map(async ([path, value]) => [path, [...(await value.data())]]);
  return Object.fromEntries(await Promise.all(entries));
}

onEachBackend(() => {
  describe('the packages together', () => {
    it('learn, and leave as many tensors as there were', async () => {
      using model = newModel();
      const before = memory().numTensors;
      const lines: string[] = [];
      const history = await fit(model, train, {
        epochs: 10,
        validation,
        loss: softmaxCrossEntropy,
        metrics: { accuracy },
        optimizer: optimizer(),
        callbacks: [
          progressBar({ stream: { write: (text) => lines.push(text) } }),
          earlyStopping({ patience: 4 }),
          checkpoints(await newFolder(), { best: 'validation.accuracy', mode: 'max' }),
          csvLogger(join(await newFolder(), 'history.csv')),
        ],
        seed: 7,
      });
      expect(history.epochs.at(-1)!.validation!.metrics.accuracy).toBeGreaterThan(0.9);
      expect(memory().numTensors).toBe(before);
      const test = corners(50, 3).batch(7);
      const { metrics } = await evaluate(model, test, {
        metrics: { accuracy, confusion: confusionMatrix({ classes: 4 }) },
      });
      expect(metrics.accuracy).toBeGreaterThan(0.9);
      const logits = await predict(model, test);
      expect(logits.shape).toEqual([50, 4]);
      logits.dispose();
      expect(memory().numTensors).toBe(before);
      expect(lines.length).toBe(history.epochs.length + (history.stopped === undefined ? 0 : 1));
    });

    it('go on from a checkpoint with the same bits, buffers, dropout and shuffles included', async () => {
      const run = async (folder: string, stopAt: number): Promise<unknown> => {
        using model = newModel();
        await fit(model, train, {
          epochs: 3,
          validation,
          loss: softmaxCrossEntropy,
          metrics: { accuracy },
          optimizer: optimizer(),
          callbacks: [
            { name: 'stop', stepEnd: (r) => (r.step === stopAt ? r.stop('stopped') : undefined) },
            checkpoints(folder, { every: { steps: 5 } }),
          ],
          seed: 7,
        });
        return weights(model);
      };
      const unbroken = await run(await newFolder(), -1);
      for (const stopAt of [1, 5, 6, 8, 17]) {
        const folder = await newFolder();
        expect(await run(folder, stopAt)).not.toEqual(unbroken);
        expect(await run(folder, -1)).toEqual(unbroken);
      }
    });

    it('name the layer whose output is not finite first', async () => {
      using model = newModel();
      await expect(
        fit(model, train, {
          epochs: 9,
          loss: softmaxCrossEntropy,
          optimizer: adam({ learningRate: 1e38 }),
        }),
      ).rejects.toThrow(/^fit \(step \d+, batch \d+ of epoch \d+\): .*the first tensor that is not finite is .*`/);
      for (const [, { value }] of parameters(model))
        expect([...(await value.data())].every(Number.isFinite)).toBe(true);
    });
  });
});
