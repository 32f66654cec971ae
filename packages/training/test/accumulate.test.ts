import {
  type Batch,
  build,
  type Callback,
  type HostArray,
  hostArray,
  type Loss,
  Module,
  Parameter,
  stateDict,
} from '@neurite/core';
import { batchNorm, dense, relu, sequential } from '@neurite/layers';
import { huber, meanSquaredError, softmaxCrossEntropy, weighted } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { expectNoLeak, onEachBackend } from '@neurite/testing';
import { matMul, mean, squaredDifference, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { fit } from '../src/index.js';
import { Affine, lineBatches, momentum, near, squaredError, Two } from './support/toys.js';

type Floats = HostArray<'float32'>;

async function numbers(model: Module<never, unknown>): Promise<number[]> {
  const values = await Promise.all(Object.values(stateDict(model)).map((value) => value.data()));
  return values.flatMap((value) => [...value]);
}

function expectClose(received: number[], expected: number[]): void {
  expect(received).toHaveLength(expected.length);
  for (const [i, value] of received.entries()) expect(value).toBeCloseTo(expected[i]!, 5);
}

/** The rows of batches in batches of another size, each with its weight. */
function cut(sizes: readonly number[], seed = 3): Batch<Floats, Floats, Floats>[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const [{ x, y }] = lineBatches(all, all, seed) as [{ x: Floats; y: Floats }];
  let at = 0;
  return sizes.map((size) => {
    const rows = [at, at + size] as const;
    at += size;
    return {
      x: hostArray(x.data.slice(3 * rows[0], 3 * rows[1]), [size, 3]),
      y: hostArray(y.data.slice(...rows), [size, 1]),
      weights: hostArray(Float32Array.from({ length: size }, (_, i) => (rows[0] + i) % 3)),
    };
  });
}

onEachBackend(() => {
  describe('accumulated batches', () => {
    const common = { loss: meanSquaredError, epochs: 2, metrics: { near } };

    it('train as one batch of all their samples would, by weights too', async () => {
      const train = async (sizes: number[], accumulate: number): Promise<number[]> => {
        // A model without buffers: those see each batch.
        using model = build(sequential(dense(4), relu(), dense(1)), { input: [3], seed: 2 });
        const history = await fit(model, cut(sizes), { ...common, accumulate, optimizer: adam({ learningRate: 0.1 }) });
        expect(history.steps).toBe(4);
        return [...(await numbers(model)), ...history.epochs.map(({ loss }) => loss)];
      };
      expectClose(await train([4, 1, 3, 2], 3), await train([8, 2], 1));
    });

    it('draw for each sample what it would get in one batch', async () => {
      const train = async (sizes: number[], accumulate: number): Promise<number[]> => {
        using model = new Affine(3, 2, { noise: 0.5 });
        const options = { loss: meanSquaredError, accumulate, optimizer: momentum(), seed: 5, epochs: 2 };
        const wide = cut(sizes).map(({ x, y, weights }) => {
          const data = Float32Array.from([...y.data].flatMap((value) => [value, -value]));
          return { x, y: hostArray(data, [y.shape[0]!, 2]), weights };
        });
        await fit(model, wide, options);
        return numbers(model).then((all) => all.slice(0, -1)); // without the running mean, which sees each batch
      };
      const whole = await train([8], 1);
      expectClose(await train([3, 4, 1], 3), whole);
      expect(await train([8], 1)).toEqual(whole);
    });

    it('give a loss of several parts the weights of all of them', async () => {
      type Outputs = { readonly kind: Tensor2D; readonly box: Tensor2D };
      class Heads extends Module<Tensor2D, Outputs> {
        readonly kind = new Parameter(tensor2d([0.1, 0.2, 0.3, -0.4, 0.5, 0.6], [3, 2]));
        readonly box = new Parameter(tensor2d([0.1, -0.2, 0.3], [3, 1]));
        override forward(x: Tensor2D): Outputs {
          const head = (kernel: Parameter): Tensor2D => matMul(x, kernel.value as Tensor2D);
          return { kind: head(this.kind), box: head(this.box) };
        }
      }
      const train = async (sizes: number[], accumulate: number): Promise<number[]> => {
        using model = new Heads();
        const batches = cut(sizes).map(({ x, y, weights }) => ({
          x,
          y: { kind: hostArray(Int32Array.from(weights!.data, (weight) => weight % 2)), box: y },
          weights: { box: weights! },
        }));
        const loss = weighted({ kind: softmaxCrossEntropy, box: [0.5, huber] });
        const history = await fit(model, batches, { loss, epochs: 1, accumulate, optimizer: momentum(0.5) });
        return [...(await numbers(model)), history.epochs[0]!.loss];
      };
      expectClose(await train([1, 4, 3], 3), await train([8], 1));
    });

    it('of a loss without terms count by their samples', async () => {
      const train = async (loss: Loss): Promise<number[]> => {
        using model = new Two();
        const batches = cut([1, 4, 3]).map(({ x, y }) => ({ x, y }));
        await fit(model, batches, { loss, epochs: 1, accumulate: 3, optimizer: momentum() });
        return numbers(model);
      };
      expectClose(await train(squaredError), await train(meanSquaredError));
      const plain: Loss = (p, t) => tidy(() => mean(squaredDifference(p, t)));
      expect(await train(plain)).toEqual(await train(squaredError));
    });

    it('make one step and one report, and the last of an epoch may be fewer', async () => {
      using model = build(sequential(dense(2), batchNorm(), dense(1)), { input: [3], seed: 2 });
      const seen: unknown[] = [];
      const watch: Callback = {
        name: 'watch',
        stepEnd: (run, report) => void seen.push([run.step, run.batch, run.stepsPerEpoch, run.samples, report.samples]),
      };
      await expectNoLeak(async () => {
        const history = await fit(model, cut([2, 2, 2, 2, 3]), {
          ...common,
          epochs: 1,
          accumulate: 2,
          optimizer: adam(),
          callbacks: [watch],
        });
        expect(history.epochs[0]).toMatchObject({ steps: 3, samples: 11 });
      });
      expect(seen).toEqual([
        [1, 1, 3, 4, 4],
        [2, 2, 3, 8, 4],
        [3, 3, 3, 11, 3],
      ]);
    });

    it('tell where a loss is not finite', async () => {
      using model = new Two();
      const batches = cut([2, 2, 2, 2]).map(({ x, y }) => ({ x, y }));
      batches[2]!.y.data[1] = Number.NaN;
      await expectNoLeak(async () => {
        await expect(fit(model, batches, { ...common, accumulate: 2, optimizer: momentum() })).rejects.toThrow(
          'fit (step 2, batch 3 of epoch 1): the loss is NaN; the first tensor that is not finite is the target `y` of the batch.',
        );
      });
    });
  });
});
