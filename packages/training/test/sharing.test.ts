import { readdir } from 'node:fs/promises';
import {
  type Batch,
  build,
  type Callback,
  type GradientCompression,
  type HostArray,
  hostArray,
  type Optimizer,
  type Parallel,
  parameters,
} from '@neurite/core';
import { batchNorm, dense, relu, sequential } from '@neurite/layers';
import { meanSquaredError } from '@neurite/losses';
import { adam, chain, clipByGlobalNorm, exponentialMovingAverage, sgd } from '@neurite/optimizers';
import { expectNoLeak, processGroup } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { checkpoints, fit } from '../src/index.js';
import { temporaryFolders } from './support/folder.js';

const newFolder = temporaryFolders();
type Numbers = HostArray<'float32'>;
const [ROWS, FEATURES] = [12, 3];

function batches(count: number): Batch<Numbers, Numbers>[] {
  return Array.from({ length: count }, (_, b) => {
    const x = Float32Array.from({ length: ROWS * FEATURES }, (_, i) => Math.sin(1 + i * (b + 1)));
    const y = Float32Array.from({ length: ROWS }, (_, i) => x[i * FEATURES]! * x[i * FEATURES + 1]!);
    return { x: hostArray(x, [ROWS, FEATURES]), y: hostArray(y, [ROWS, 1]) };
  });
}

type Run = {
  readonly optimizer?: () => Optimizer;
  readonly epochs?: number;
  readonly steps?: number;
  readonly folder?: string;
  readonly stopAt?: number;
  readonly normalized?: boolean;
};

type Sharing = Pick<Parallel, 'averaging' | 'zeroRedundancy'> & {
  readonly compression?: (group: Parallel) => GradientCompression;
};

/** Sends the numbers that are so large at least, and keeps the others. */
function sending(least: number): Required<Sharing>['compression'] {
  return (group) => ({
    keepsResidual: true,
    sum: async (gradients, residual) => {
      for (let i = 0; i < gradients.length; i++) {
        const whole = gradients[i]! + residual[i]!;
        const isSent = Math.abs(whole) >= least;
        gradients[i] = isSent ? whole : 0;
        residual[i] = isSent ? 0 : whole;
      }
      await group.allReduce(gradients);
    },
  });
}

/** The weights of each process after training together. */
async function train(size: number, sharing: Sharing, run: Run = {}): Promise<number[][]> {
  const {
    optimizer = () => sgd({ learningRate: 0.1, momentum: 0.9 }),
    epochs = 2,
    steps = 3,
    folder,
    stopAt,
    normalized = false,
  } = run;
  const stop: Callback = { name: 'stop', stepEnd: (at) => void (at.step === stopAt && at.stop('it is enough')) };
  return Promise.all(
    processGroup(size).map(async (group) => {
      const parallel: Parallel = {
        ...group,
        bucketBytes: 20,
        ...sharing,
        compression: sharing.compression?.(group),
      };
      const layers = normalized
        ? sequential(dense(4), batchNorm(), relu(), dense(1))
        : sequential(dense(4), relu(), dense(1));
      using model = build(layers, { input: [FEATURES], seed: group.rank });
      await fit(model, batches(steps), {
        epochs,
        loss: meanSquaredError,
        optimizer: optimizer(),
        callbacks: [...(folder === undefined ? [] : [checkpoints(folder, { every: { steps: 1 } })]), stop],
        parallel,
        seed: 5,
      });
      return values(model);
    }),
  );
}

async function values(model: Parameters<typeof parameters>[0]): Promise<number[]> {
  const all = await Promise.all([...parameters(model).values()].map(({ value }) => value.data()));
  return all.flatMap((numbers) => [...numbers]);
}

function expectEqual(results: readonly (readonly number[])[]): readonly number[] {
  for (const other of results) expect(other).toEqual(results[0]);
  return results[0]!;
}

function farthest(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
}

describe('processes that share', () => {
  const STEPS = 6;

  /** Stops in the middle of the second epoch, and goes on with as many processes, or others. */
  async function interrupted(
    sharing: Sharing,
    run: Run,
    [before, after]: readonly [number, number],
  ): Promise<readonly number[]> {
    const own = await newFolder();
    await train(before, sharing, { ...run, folder: own, stopAt: 4 });
    expect(await readdir(own)).toContain('step-00000004.safetensors');
    return expectEqual(await train(after, sharing, { ...run, folder: own }));
  }

  describe('an optimizer whose state is divided (zeroRedundancy)', () => {
    const run = { optimizer: () => adam({ learningRate: 0.05 }), normalized: true };

    it('trains as one that is in every process', async () => {
      for (const size of [3]) {
        const plain = expectEqual(await train(size, {}, run));
        await expectNoLeak(async () => {
          expect(expectEqual(await train(size, { zeroRedundancy: true }, run))).toEqual(plain);
        });
      }
    });

    it('goes on from its checkpoint with the same weights, with other processes, and without the option', async () => {
      const plain = expectEqual(await train(2, {}, run));
      expect(await interrupted({ zeroRedundancy: true }, run, [2, 2])).toEqual(plain);
      for (const [before, after] of [
        [3, 2],
        [2, 3],
        [2, 1],
      ] as const) {
        // The statistics of batch norm are those of the rows of each process.
        const own = { ...run, normalized: false };
        const expected = expectEqual(await train(2, {}, own));
        await expectNoLeak(async () => {
          expect(farthest(await interrupted({ zeroRedundancy: true }, own, [before, after]), expected)).toBeLessThan(
            1e-6 * STEPS,
          );
        });
      }
    });

    it('is begun for each parameter in one process', async () => {
      const begun: string[][] = [];
      const optimizer = (): Optimizer => {
        const inner = adam({ learningRate: 0.05 });
        const own: string[] = [];
        begun.push(own);
        const init = (of: Parameters<Optimizer['init']>[0]) => {
          own.push(...Object.keys(of));
          return inner.init(of);
        };
        return { ...inner, init };
      };
      await train(2, { zeroRedundancy: true }, { optimizer, epochs: 1 });
      const [first, second] = begun.map((paths) => [...new Set(paths)].toSorted());
      expect([first, second]).toEqual([['layers.0.kernel'], ['layers.0.bias', 'layers.2.bias', 'layers.2.kernel']]);
    });

    it('moves each parameter by itself, and evaluates with the weights that it trains', async () => {
      const refused = (optimizer: Optimizer) => train(2, { zeroRedundancy: true }, { optimizer: () => optimizer });
      await expect(refused(chain(clipByGlobalNorm(1), sgd({ learningRate: 0.1 })))).rejects.toThrow(
        'fit: `optimizer` must move each parameter by itself where `zeroRedundancy` divides its state; received chain(clipByGlobalNorm, sgd), which moves a parameter by the gradients of others. Take it without `zeroRedundancy`.',
      );
      await expect(refused(chain(sgd({ learningRate: 0.1 }), exponentialMovingAverage()))).rejects.toThrow(
        'which evaluates with other weights than it trains',
      );
    });
  });

  describe('compressed gradients', () => {
    it('train as plain ones where all are sent, with the same bits in all processes', async () => {
      const plain = expectEqual(await train(2, {}));
      await expectNoLeak(async () => {
        const sent = expectEqual(await train(2, { compression: sending(0) }));
        expect(farthest(sent, plain)).toBeLessThan(1e-6 * STEPS);
      });
    });

    it('keep what they have not sent in checkpoints, and go on with the same bits', async () => {
      const sharing = { compression: sending(0.1) };
      const whole = expectEqual(await train(2, sharing));
      expect(await interrupted(sharing, {}, [2, 2])).toEqual(whole);
      await interrupted(sharing, {}, [2, 3]);
      await interrupted(sharing, {}, [3, 1]);
      expect(await interrupted({ ...sharing, zeroRedundancy: true }, {}, [2, 2])).toEqual(whole);
    });
  });

  describe('processes that step by themselves (averaging)', () => {
    it('are one after each step where they average after each', async () => {
      for (const normalized of [false, true]) {
        const plain = expectEqual(await train(2, {}, { normalized }));
        await expectNoLeak(async () => {
          const averaged = expectEqual(await train(2, { averaging: { period: 1, warmupSteps: 0 } }, { normalized }));
          expect(farthest(averaged, plain)).toBeLessThan(1e-6 * STEPS);
        });
      }
      const plain = await train(2, {});
      expect(await train(2, { averaging: { period: 3, warmupSteps: STEPS } })).toEqual(plain);
    });

    it('have the same weights at the end, and go on from where they averaged', async () => {
      const sharing = { averaging: { period: 3, warmupSteps: 0 } };
      const optimizer = () => adam({ learningRate: 0.05 });
      const plain = expectEqual(await train(2, {}, { optimizer }));
      const whole = expectEqual(await train(2, sharing, { optimizer }));
      expect(farthest(whole, plain)).toBeGreaterThan(1e-4);
      const own = await newFolder();
      // A checkpoint is where they average; after step 3 they do anyway.
      await train(2, sharing, { optimizer, folder: own, stopAt: 3 });
      const resumed = expectEqual(await train(2, sharing, { optimizer, folder: own }));
      const unbroken = expectEqual(await train(2, sharing, { optimizer, folder: await newFolder() }));
      expect(resumed).toEqual(unbroken);
    });
  });
});
