import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  type Batch,
  type Callback,
  type Context,
  type HostArray,
  type HostMetric,
  hostArray,
  type Metric,
  Module,
  type NamedTensors,
  type Parallel,
  Parameter,
  stateDict,
} from '@neurite/core';
import { huber, meanSquaredError, softmaxCrossEntropy, weighted } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { expectNoLeak, onEachBackend, processGroup } from '@neurite/testing';
import { add, matMul, mul, reshape, scalar, sub, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  checkpoints,
  consoleTable,
  csvLogger,
  DivergedError,
  earlyStopping,
  type FitOptions,
  fit,
  type History,
  jsonLinesLogger,
  notify,
  progressBar,
  tensorBoard,
} from '../src/index.js';
import { temporaryFolders } from './support/folder.js';
import { Affine, lineBatches, momentum, near, shuffled } from './support/toys.js';

type Floats = HostArray<'float32'>;
const newFolder = temporaryFolders();

async function numbers(tensors: NamedTensors): Promise<number[]> {
  const values = await Promise.all(Object.values(tensors).map((value) => value.data()));
  return values.flatMap((value) => [...value]);
}

type Options<Out, Y, W> = FitOptions<Out, Floats, Y, W, Record<string, Metric | HostMetric<number, never>>>;
type Result = { readonly weights: number[]; readonly history: unknown };

/** Trains models of different weights together; what each has at the end. */
async function together<M extends Module<Tensor2D, Out>, Out, Y, W>(
  size: number,
  make: (seed: number) => M,
  data: Iterable<Batch<Floats, Y, W>>,
  options: Options<Out, Y, W> | ((parallel: Pick<Parallel, 'rank'>) => Options<Out, Y, W>),
): Promise<Result[]> {
  const timeless = ({ epochs }: History<unknown>): unknown => epochs.map((record) => ({ ...record, seconds: 0 }));
  return Promise.all(
    processGroup(size).map(async (parallel) => {
      using model = make(parallel.rank + 1);
      const history = await fit(
        model as Module<Tensor2D, Out>,
        data as never,
        {
          ...(typeof options === 'function' ? options(parallel) : options),
          ...(size === 1 ? {} : { parallel }),
        } as never,
      );
      return { weights: await numbers(stateDict(model)), history: timeless(history as never) };
    }),
  );
}

/** Numbers of few bits, so that every sum and product is exact, in whatever order. */
function exact(sizes: readonly number[]): Batch<Floats, Floats>[] {
  return sizes.map((size, b) => ({
    x: hostArray(
      Float32Array.from({ length: 3 * size }, (_, i) => ((i * 7 + b) % 3) - 1),
      [size, 3],
    ),
    y: hostArray(
      Float32Array.from({ length: size }, (_, i) => ((i * 3 + b) % 5) - 2),
      [size, 1],
    ),
  }));
}

class Line extends Module<Tensor2D, Tensor2D> {
  readonly kernel: Parameter;
  constructor(seed: number) {
    super();
    this.kernel = new Parameter(tensor2d([seed, 0.5, -1], [3, 1]));
  }
  override forward(x: Tensor2D): Tensor2D {
    return matMul(x, this.kernel.value as Tensor2D);
  }
}

class Two extends Line {
  readonly second = new Parameter(tensor2d([0.5], [1, 1]));
  override forward(x: Tensor2D): Tensor2D {
    return matMul(super.forward(x), this.second.value as Tensor2D);
  }
}

/** By powers of two. */
const descent = {
  ...momentum(),
  name: 'descent',
  init: () => ({}),
  update: (gradients: NamedTensors) => ({
    updates: tidy(() => Object.fromEntries(Object.entries(gradients).map(([path, g]) => [path, mul(g, -1 / 4)]))),
    state: {},
  }),
};

const all: Metric<number> = {
  name: 'all',
  combine: { errors: 'concat' },
  statistics: (p, t) => tidy(() => ({ errors: reshape(sub(p, t), [-1]) })),
  value: ({ errors }) => errors!.reduce((sum, error, i) => sum + error * (i + 1), 0),
};
const order: HostMetric<number, readonly number[]> = {
  name: 'order',
  start: () => [],
  add: (total, _, targets) => [...total, ...(targets as Floats).data],
  value: (total) => total.reduce((sum, value, i) => sum + value * i, 0),
};

/** Sums in another order differ in their last bits. */
function expectNear({ weights, history }: Result, expected: Result): void {
  for (const [i, value] of weights.entries()) expect(value).toBeCloseTo(expected.weights[i]!, 5);
  const records = (result: Result) => result.history as { readonly loss: number; readonly samples: number }[];
  const losses = records(expected).map(({ loss }) => expect.closeTo(loss, 5));
  expect(history).toEqual(records(expected).map((record, i) => ({ ...record, loss: losses[i] })));
}

onEachBackend(() => {
  describe('two processes that train together', () => {
    const common = { loss: meanSquaredError, epochs: 2, seed: 5 };

    it('have the bits of one on the whole batch, where sums are exact', async () => {
      const options = { ...common, epochs: 1, optimizer: descent, metrics: { near, all, order: order as never } };
      const [one] = await together(1, (seed) => new Line(seed), exact([4, 8, 4]), options);
      await expectNoLeak(async () => {
        for (const each of await together(2, (seed) => new Line(seed), exact([4, 8, 4]), options))
          expect(each).toEqual(one);
      });
    });

    it('have the bits of one that adds up the same parts, whatever the numbers', async () => {
      const halves = lineBatches(24, 4);
      const wholes = Array.from({ length: 3 }, (_, i) => {
        const [a, b] = [halves[2 * i]!, halves[2 * i + 1]!];
        const joined = (x: Floats, y: Floats): Floats =>
          hostArray(Float32Array.from([...x.data, ...y.data]), [8, x.shape[1]!]);
        return { x: joined(a.x, b.x), y: joined(a.y, b.y) };
      });
      const options = { ...common, optimizer: adam({ learningRate: 0.1 }), metrics: {} };
      const [one] = await together(1, (seed) => new Line(seed), halves, { ...options, accumulate: 2 });
      for (const { weights } of await together(2, (seed) => new Line(seed), wholes, options)) {
        expect(weights).toEqual(one!.weights);
      }
    });

    it('add up gradients in pieces, from the last to the first, while the backward pass goes on', async () => {
      const seen: string[] = [];
      const [one] = await together(1, (seed) => new Two(seed), exact([4, 8]), { ...common, optimizer: descent });
      const runs = processGroup(2).map(async (parallel, rank) => {
        using model = new Two(rank + 1);
        const allReduce: Parallel['allReduce'] = (values) => {
          if (rank === 0 && values instanceof Float32Array) seen.push(`sum of ${values.length}`);
          return parallel.allReduce(values);
        };
        await fit(model, exact([4, 8]), {
          ...common,
          optimizer: descent,
          parallel: { ...parallel, allReduce, bucketBytes: 4 },
          onGradient: (path) => {
            if (rank === 0) seen.push(path);
          },
        });
        return numbers(stateDict(model));
      });
      for (const weights of await Promise.all(runs)) {
        for (const [i, value] of weights.entries()) expect(value).toBeCloseTo(one!.weights[i]!, 5);
      }
      expect(seen.slice(0, 4)).toEqual(['second', 'sum of 1', 'kernel', 'sum of 3']);
    });

    it('measure the validation set as one does, each its rows, where some have none', async () => {
      const validation = exact([8, 2, 1]);
      const options = {
        ...common,
        epochs: 1,
        optimizer: descent,
        validation,
        metrics: { near, all, order: order as never },
      };
      const [one] = await together(1, (seed) => new Line(seed), exact([4]), options);
      const rows: number[] = [];
      class Counted extends Line {
        override forward(x: Tensor2D, context?: Context): Tensor2D {
          if (context?.training === false) rows.push(x.shape[0]);
          return super.forward(x);
        }
      }
      await expectNoLeak(async () => {
        for (const each of await together(2, (seed) => new Counted(seed), exact([4]), options))
          expect(each).toEqual(one);
      });
      expect(rows.slice(0, 5).toSorted()).toEqual([1, 1, 1, 4, 4]);
    });

    it('draw what one would, count weights as one would, and may have unequal shares or none', async () => {
      const data = lineBatches(10, 5)
        .concat(lineBatches(1, 1))
        .map(({ x, y }) => ({ x, y, weights: hostArray(Float32Array.from(y.data, (_, i) => i % 3)) }));
      // The last batch has but one sample, of weight 0 … and then one.
      data.at(-1)!.weights.data.fill(2);
      const options = { ...common, optimizer: momentum(), metrics: { near } };
      const make = (seed: number) => new Affine(3, 1, { seed, noise: 0.2 });
      const [one] = await together(1, make, data, options);
      for (const size of [2, 3]) {
        for (const { weights, history } of await together(size, make, data, options)) {
          // Without the running mean, which is that of the replicas.
          for (const [i, value] of weights.slice(0, -1).entries()) expect(value).toBeCloseTo(one!.weights[i]!, 4);
          const losses = (result: unknown) => (result as { loss: number }[]).map(({ loss }) => loss);
          for (const [i, loss] of losses(history).entries()) expect(loss).toBeCloseTo(losses(one!.history)[i]!, 4);
        }
      }
    });

    it('divide each term of a loss by all of its weight', async () => {
      class Heads extends Module<Tensor2D, { readonly kind: Tensor2D; readonly box: Tensor2D }> {
        readonly kind = new Parameter(tensor2d([0.1, 0.2, 0.3, -0.4, 0.5, 0.6], [3, 2]));
        readonly box = new Parameter(tensor2d([0.1, -0.2, 0.3], [3, 1]));
        override forward(x: Tensor2D) {
          const head = (kernel: Parameter): Tensor2D => matMul(x, kernel.value as Tensor2D);
          return { kind: head(this.kind), box: head(this.box) };
        }
      }
      const data = lineBatches(12, 6).map(({ x, y }) => ({
        x,
        y: { kind: hostArray(Int32Array.from(y.data, (value) => (value > 0 ? 1 : 0))), box: y },
        weights: { box: hostArray(Float32Array.from(y.data, (_, i) => (i < 3 ? 3 : i % 2))) },
      }));
      const loss = weighted({ kind: softmaxCrossEntropy, box: [0.5, huber] });
      const options = { ...common, loss: loss as never, optimizer: momentum(), metrics: {} };
      const [one] = await together(1, () => new Heads(), data, options);
      for (const { weights } of await together(2, () => new Heads(), data, options)) {
        for (const [i, value] of weights.entries()) expect(value).toBeCloseTo(one!.weights[i]!, 5);
      }
    });

    it('make one buffer of theirs: the mean, or that of the first', async () => {
      class Counting extends Module<Tensor2D, Tensor2D> {
        readonly line: Line;
        readonly mean = new Parameter(scalar(0), { buffer: true });
        readonly first = new Parameter(scalar(0), { buffer: true, reduce: 'first' });
        constructor(seed: number) {
          super();
          this.line = new Line(seed);
        }
        override forward(x: Tensor2D): Tensor2D {
          for (const buffer of [this.mean, this.first])
            buffer.assign(tidy(() => add(buffer.value, x.shape[0]!)) as never);
          return this.line.forward(x);
        }
      }
      const data = exact([5, 1]);
      const options = { ...common, epochs: 1, optimizer: momentum(), metrics: {} };
      for (const { weights } of await together(2, (seed) => new Counting(seed), data, options)) {
        // 2 and 3 rows, then none and 1.
        expect(weights.slice(-2)).toEqual([2.5 + 1, 2 + 1]);
      }
    });

    it('all stop where the loss of one is not finite', async () => {
      const data = exact([4]);
      data[0]!.y.data[3] = Number.NaN;
      await expectNoLeak(async () => {
        const errors = await Promise.all(
          processGroup(2).map((parallel) => {
            const model = new Line(parallel.rank);
            return fit(model, data, { ...common, optimizer: momentum(), parallel }).catch((error: unknown) => {
              model.dispose();
              return error;
            });
          }),
        );
        expect(errors.map((error) => error instanceof DivergedError && error.tensor)).toEqual([
          'in another process',
          'the target `y` of the batch',
        ]);
      });
    });

    it('go on where the first one stands, whatever their number was, and only it writes', async () => {
      const data = () => shuffled(exact([4, 8, 4, 4]));
      const options = { ...common, optimizer: descent, metrics: { near } };
      const stopAt = (step: number): Callback => ({
        name: 'stopAt',
        stepEnd: (run) => {
          if (run.step === step) run.stop('it is enough');
        },
      });
      /** Trains some steps in a folder for each process, then the rest. */
      const interrupted = async (before: number, after: number): Promise<Result[]> => {
        const folders = await Promise.all(Array.from({ length: 3 }, newFolder));
        const train = (size: number, epochs: number, more: readonly Callback[]): Promise<Result[]> =>
          together(
            size,
            (seed) => new Line(seed),
            data() as never,
            ({ rank }) => ({
              ...options,
              epochs,
              callbacks: [checkpoints(folders[rank]!), ...more],
            }),
          );
        await train(before, 1, [stopAt(3)]);
        const results = await train(after, 2, []);
        const written = await Promise.all(folders.map((folder) => readdir(folder)));
        expect(written.map((files) => files.length > 0)).toEqual([true, false, false]);
        return results;
      };
      const [one] = await interrupted(1, 1);
      for (const [before, after] of [
        [1, 2],
        [3, 2],
        [2, 1],
      ] as const) {
        await expectNoLeak(async () => {
          for (const each of await interrupted(before, after)) expectNear(each, one!);
        });
      }
    });

    it('are all told of the last checkpoint, which only the first writes', async () => {
      const folder = await newFolder();
      const told: string[][] = [[], []];
      await Promise.all(
        processGroup(2).map(async (parallel, rank) => {
          using model = new Line(1);
          await fit(model, exact([4, 4, 4]), {
            ...common,
            epochs: 1,
            optimizer: descent,
            callbacks: [checkpoints(folder, { every: { steps: 1 } })],
            parallel: { ...parallel, noteCheckpoint: (path) => told[rank]!.push(basename(path)) },
          });
        }),
      );
      const files = [1, 2, 3].map((step) => `step-0000000${step}.safetensors`);
      expect(told).toEqual([files, files]);
    });

    it('stop when one of them does, after the same step', async () => {
      const results = await Promise.all(
        processGroup(3).map(async (parallel) => {
          using model = new Line(1);
          const stop: Callback = {
            name: 'stop',
            stepEnd: (run) => {
              if (parallel.rank === 1 && run.step === 2) run.stop('rank 1 has seen enough');
            },
          };
          const options = { ...common, optimizer: descent, parallel, callbacks: [stop] };
          return { ...(await fit(model, exact([4, 4, 4, 4]), options)), epochs: [] };
        }),
      );
      const end = { epochs: [], steps: 2, stopped: 'rank 1 has seen enough' };
      expect(results).toEqual([end, end, end]);
    });

    it('train the same model', async () => {
      const data = exact([4]);
      const results = await Promise.all(
        processGroup(2).map(async (parallel) => {
          using model = new Affine(3, parallel.rank + 1, { seed: 1 });
          const run = fit(model, data, { ...common, optimizer: descent, parallel });
          return await run.catch((error: Error) => error.message);
        }),
      );
      expect(results).toEqual(
        Array(2).fill(
          'fit: `parallel` must join processes with parameters of the same names, shapes and dtypes; received others in rank 1 than in rank 0. Run the same program on the same files in each of them.',
        ),
      );
    });

    it('get the same weights, or say so', async () => {
      const [first, second] = processGroup(2);
      // Weights that do not arrive.
      const lossy: Parallel = {
        ...second!,
        broadcast: async (values) => {
          await second!.broadcast(values.slice() as typeof values);
          return values;
        },
      };
      const results = await Promise.all(
        [first!, lossy].map(async (parallel) => {
          using model = new Line(parallel.rank);
          const run = fit(model, exact([4]), { ...common, optimizer: descent, parallel });
          return await run.catch((error: Error) => error.message);
        }),
      );
      expect(results).toEqual(
        Array(2).fill(
          'fit: `parallel` must join processes with the same weights; received others in rank 1 than in rank 0. Run the same program on the same files in each of them.',
        ),
      );
    });

    it('leave what prints and writes to the first', () => {
      const writers = [
        checkpoints('runs'),
        progressBar(),
        consoleTable(),
        csvLogger('log.csv'),
        jsonLinesLogger('log.jsonl'),
        tensorBoard('runs'),
        notify(() => {}),
      ];
      expect(writers.filter(({ firstOnly }) => firstOnly !== true)).toEqual([]);
      expect(earlyStopping({ patience: 1 }).firstOnly).toBe(undefined);
    });

    it('take optimizers that evaluate once', async () => {
      const sharpness = {
        ...momentum(),
        name: 'sharpness',
        update: (gradients: NamedTensors, input: Parameters<ReturnType<typeof momentum>['update']>[1]) => {
          input.evaluate(input.parameters);
          return momentum().update(gradients, input);
        },
      };
      const results = await Promise.allSettled(
        processGroup(2).map((parallel) => fit(new Line(1), exact([4]), { ...common, optimizer: sharpness, parallel })),
      );
      expect((results[0] as PromiseRejectedResult).reason.message).toBe(
        'fit (step 1, batch 1 of epoch 1): `optimizer` must take one pass for each step where several processes share it; received one that evaluates again.',
      );
    });
  });
});
