import { execSync } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ArgumentError,
  type Callback,
  FormatError,
  freeze,
  type HostArray,
  type HostMetric,
  type Metric,
  type NamedTensors,
  type Optimizer,
  ShapeError,
  type Snapshot,
  stateDict,
  unfreeze,
} from '@neurite/core';
import { loadSafetensors, saveSafetensors } from '@neurite/formats';
import { expectClose, expectError, onEachBackend } from '@neurite/testing';
import { add, dispose, memory, mul, reshape, scalar, sub, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  type Batches,
  type CheckpointsOptions,
  checkpoints,
  earlyStopping,
  fit,
  type History,
  loadCheckpoint,
} from '../../src/index.js';
import { temporaryFolders } from '../support/folder.js';
import { lineBatches, momentum, near, shuffled, squaredError, Two } from '../support/toys.js';

const newFolder = temporaryFolders();
const shell = (command: string): Buffer => execSync(command, { stdio: 'pipe' });

type TrainOptions = {
  readonly stopAt?: number;
  readonly model?: Two;
  readonly options?: CheckpointsOptions;
  readonly data?: Batches;
  readonly optimizer?: Optimizer;
  readonly epochs?: number;
  readonly seed?: number;
};

/** Trains with checkpoints; `stopAt` breaks the run in the step after the one of that number. */
async function train(
  folder: string,
  train: TrainOptions = {},
): Promise<{ weights: unknown; history: History<unknown> }> {
  const { model = new Two({ noise: 0.1 }), stopAt, options = { every: { steps: 4 } } } = train;
  const { data = shuffled(lineBatches()), optimizer = momentum(0.05), epochs = 4, seed = 7 } = train;
  const breaker: Callback = {
    name: 'breaker',
    stepEnd: (run) => (run.step === stopAt ? Promise.reject(new RangeError('broken on purpose')) : undefined),
  };
  try {
    const history = await fit(model, data, {
      epochs,
      validation: lineBatches(9, 4, 5),
      loss: squaredError,
      metrics: { near },
      optimizer,
      callbacks: [breaker, checkpoints(folder, options), earlyStopping({ patience: 50 })],
      seed,
    });
    return { weights: await numbers(stateDict(model)), history };
  } finally {
    model.dispose();
  }
}

async function numbers(tensors: NamedTensors): Promise<unknown> {
  const entries = Object.entries(tensors).map(async ([name, tensor]) => [name, [...(await tensor.data())]] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** A folder as a run leaves it that is killed after a step, of what one wrote that kept the checkpoints of all steps. */
async function leftAfter(whole: string, step: number): Promise<string> {
  const folder = await newFolder();
  for (const file of ['history.jsonl', `step-${String(step).padStart(8, '0')}.safetensors`]) {
    await copyFile(join(whole, file), join(folder, file));
  }
  return folder;
}

const withoutTime = ({ epochs }: History<unknown>): unknown => epochs.map((record) => ({ ...record, seconds: 0 }));

onEachBackend(() => {
  describe('a broken run that is resumed', () => {
    for (const [name, data] of [
      ['a dataset that says where it stands', shuffled(lineBatches())],
      ['an array', lineBatches()],
    ] as const) {
      it(`ends with the same bits after any step, over ${name}`, async () => {
        const whole = await newFolder();
        const unbroken = await train(whole, { data, options: { every: { steps: 1 }, keep: 24 } });
        const before = memory().numTensors;
        const goesOn = async (folder: string, where: string): Promise<void> => {
          const resumed = await train(folder, { data });
          expect(resumed.weights, where).toEqual(unbroken.weights);
          expect(withoutTime(resumed.history), where).toEqual(withoutTime(unbroken.history));
        };
        for (let step = 1; step <= 24; step++) await goesOn(await leftAfter(whole, step), `after step ${step}`);
        // Between two checkpoints, and at one that ends an epoch.
        for (const stopAt of [3, 7, 12]) {
          const folder = await newFolder();
          await expect(train(folder, { data, stopAt })).rejects.toThrow('broken on purpose');
          await goesOn(folder, `broken after step ${stopAt}`);
        }
        expect(memory().numTensors).toBe(before);
      });
    }

    it('ends with the same bits where parameters leave and join, steps take several batches, and metrics keep all', async () => {
      /** Its rate falls with the steps of each parameter by itself. */
      const falling: Optimizer = {
        ...momentum(),
        name: 'falling',
        update: (gradients, { state, clock: { joined = {}, scalar: rate } }) =>
          tidy(() => {
            const next = Object.entries(gradients).map(([path, g]) => [path, add(mul(state[path]!, 0.9), g)] as const);
            const updates = next.map(([path, velocity]) => {
              const own = rate((step) => -0.1 / (1 + step - (joined[path] ?? 0)));
              return [path, mul(velocity, own)] as const;
            });
            return { updates: Object.fromEntries(updates), state: Object.fromEntries(next) };
          }),
      };
      const all: Metric = {
        name: 'all',
        combine: { errors: 'concat' },
        statistics: (p, t) => tidy(() => ({ errors: reshape(sub(p, t), [-1]) })),
        value: ({ errors }) => errors!.reduce((sum, error, i) => sum + error * i, 0),
      };
      const count: HostMetric<number, { readonly samples: number }> = {
        name: 'count',
        start: () => ({ samples: 0 }),
        add: ({ samples }, predictions) => ({ samples: samples + (predictions as HostArray).shape[0]! }),
        value: ({ samples }) => samples,
      };
      const run = async (folder: string, keep = 3): Promise<unknown> => {
        using model = new Two({ noise: 0.1 });
        freeze(model, 'second');
        const change: Callback = {
          name: 'change',
          stepEnd: ({ step }) => {
            if (step === 2) unfreeze(model, 'second.kernel');
            if (step === 4) freeze(model, 'first');
            if (step === 7) unfreeze(model);
          },
        };
        const history = await fit(model, shuffled(lineBatches(23, 2)), {
          epochs: 2,
          loss: squaredError,
          metrics: { all, count },
          optimizer: falling,
          accumulate: 2,
          callbacks: [change, checkpoints(folder, { every: { steps: 1 }, keep })],
        });
        expect(history.epochs[0]!.metrics.count).toBe(23);
        return { weights: await numbers(stateDict(model)), history: withoutTime(history) };
      };
      const whole = await newFolder();
      const unbroken = await run(whole, 12);
      for (let step = 1; step <= 12; step++) {
        expect(await run(await leftAfter(whole, step)), `after step ${step}`).toEqual(unbroken);
      }
    });
  });
});

describe('checkpoints', () => {
  it('keeps the last ones and the best', async () => {
    const folder = await newFolder();
    const { history } = await train(folder, {
      epochs: 6,
      options: { keep: 2, best: 'validation.near', mode: 'max' },
    });
    expect((await readdir(folder)).sort()).toEqual([
      'best.safetensors',
      'history.jsonl',
      'step-00000030.safetensors',
      'step-00000036.safetensors',
    ]);
    const values = history.epochs.map((record) => (record.validation!.metrics as { near: number }).near);
    using best = new Two();
    await loadCheckpoint(best, join(folder, 'best.safetensors'));
    // The same weights as those of a run that ends with the best epoch.
    const epochs = values.indexOf(Math.max(...values)) + 1;
    using reference = new Two({ noise: 0.1 });
    await fit(reference, shuffled(lineBatches()), { epochs, loss: squaredError, optimizer: momentum(0.05), seed: 7 });
    for (const [path, tensor] of Object.entries(stateDict(reference))) {
      await expectClose(stateDict(best)[path]!, tensor, { relative: 0, absolute: 0 });
    }
  });

  it('is written when another callback stops the run, and after every n epochs', async () => {
    const folder = await newFolder();
    using model = new Two();
    await fit(model, lineBatches(), {
      epochs: 9,
      loss: squaredError,
      optimizer: momentum(0.05),
      callbacks: [
        checkpoints(folder, { every: { epochs: 2 }, keep: 9 }),
        { name: 'stop', stepEnd: (run) => (run.step === 27 ? run.stop('enough') : undefined) },
      ],
    });
    const steps = [12, 24, 27].map((step) => `step-000000${step}.safetensors`);
    expect((await readdir(folder)).sort()).toEqual(['history.jsonl', ...steps]);
  });

  it('is written also where another callback has resumed the run', async () => {
    const snapshots: Snapshot[] = [];
    const other: Callback = {
      name: 'other',
      resume: () => snapshots.pop(),
      checkpoint: async (run) => {
        if (run.step !== 9 || run.stopped !== undefined) return;
        snapshots.push(await run.snapshot());
        run.stop('enough');
      },
    };
    const folder = await newFolder();
    const run = async (callbacks: Callback[]): Promise<unknown> => {
      using model = new Two({ noise: 0.1 });
      const options = { epochs: 4, loss: squaredError, optimizer: momentum(0.05), seed: 7, callbacks };
      await fit(model, lineBatches(), options);
      return numbers(stateDict(model));
    };
    const both = (): Callback[] => [other, checkpoints(folder, { every: { steps: 4 } })];
    await run(both());
    expect(snapshots).toHaveLength(1);
    for (const file of await readdir(folder)) await rm(join(folder, file));
    expect(await run(both())).toEqual(await run([]));
    expect(await readdir(folder)).toContain('step-00000024.safetensors');
  });

  it('falls back to the one before a broken one, and says so', async () => {
    const unbroken = await train(await newFolder());
    const folder = await newFolder();
    await train(folder, { epochs: 2 });
    const newest = join(folder, 'step-00000012.safetensors');
    const bytes = await readFile(newest);
    await writeFile(newest, bytes.subarray(0, bytes.length - 4));
    const warnings: string[] = [];
    const resumed = await train(folder, {
      options: { every: { steps: 4 }, warn: (message) => warnings.push(message) },
    });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('step-00000012.safetensors');
    expect(warnings[0]).toContain(`The run goes on from ${join(folder, 'step-00000008.safetensors')}`);
    expect(await readdir(folder)).toContain('step-00000012.safetensors.broken');
    expect(resumed.weights).toEqual(unbroken.weights);
  });

  it('refuses a folder in which nothing can be read', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'step-00000012.safetensors'), 'something else');
    const before = memory().numTensors;
    await expect(train(folder)).rejects.toThrow(FormatError);
    expect(memory().numTensors).toBe(before);
    expect(await readdir(folder)).toEqual(['step-00000012.safetensors']);
  });

  it('falls back from one that cannot be read for any other reason', async () => {
    const folder = await newFolder();
    await train(folder, { epochs: 2 });
    const unreadable = join(folder, 'step-00000099.safetensors');
    await mkdir(unreadable);
    const warnings: string[] = [];
    await train(folder, { epochs: 3, options: { warn: (message) => warnings.push(message) } });
    expect(warnings).toEqual([
      expect.stringMatching(
        new RegExp(`^${unreadable}: the file cannot be read: Error: EISDIR.* The run goes on from .*step-00000012`),
      ),
    ]);
    expect(await readdir(folder)).toContain('step-00000099.safetensors.broken');
  });

  it('resumes with a confusion matrix of 1,000 classes in each epoch, and keeps them beside the checkpoint', async () => {
    const matrix = Array.from({ length: 1000 }, (_, i) => Array.from({ length: 1000 }, (_, j) => (i * j) % 7));
    const confusion: HostMetric<number[][], { readonly samples: number }> = {
      name: 'confusion',
      start: () => ({ samples: 0 }),
      add: (state) => state,
      value: () => matrix,
    };
    const folder = await newFolder();
    const run = async (epochs: number): Promise<History<unknown>> => {
      using model = new Two();
      return await fit(model, lineBatches(4, 4), {
        epochs,
        loss: squaredError,
        metrics: { confusion },
        optimizer: momentum(),
        callbacks: [checkpoints(folder, { every: { epochs: 2 } })],
      });
    };
    await run(2);
    expect((await stat(join(folder, 'history.jsonl'))).size).toBeGreaterThan(4e6);
    expect((await stat(join(folder, 'step-00000002.safetensors'))).size).toBeLessThan(1e4);
    const { epochs } = await run(3);
    expect(epochs).toHaveLength(3);
    expect(JSON.stringify(epochs[1]!.metrics)).toBe(JSON.stringify({ confusion: matrix }));
  });

  it('falls back where a byte has changed, and where the history beside it has', async () => {
    const unbroken = await train(await newFolder());
    for (const [file, at] of [
      ['step-00000012.safetensors', -5],
      ['step-00000012.safetensors', 200],
      ['history.jsonl', -5],
    ] as const) {
      const folder = await newFolder();
      await train(folder, { epochs: 2 });
      const bytes = await readFile(join(folder, file));
      bytes[bytes.length * Number(at < 0) + at]! ^= 1;
      await writeFile(join(folder, file), bytes);
      const warnings: string[] = [];
      const options = { every: { steps: 4 }, warn: (message: string) => void warnings.push(message) };
      expect((await train(folder, { options })).weights).toEqual(unbroken.weights);
      expect(warnings).toHaveLength(1);
    }
  });

  it('reads those of the version before, whose history is in them', async () => {
    const unbroken = await train(await newFolder());
    const folder = await newFolder();
    await train(folder, { epochs: 2 });
    const file = join(folder, 'step-00000012.safetensors');
    const { tensors, metadata } = await loadSafetensors(file);
    const history = (await readFile(join(folder, 'history.jsonl'), 'utf8')).trim().split('\n');
    const run = metadata.run!.replace(/"history":\{[^}]*\}/, `"history":[${history.join(',')}]`);
    await saveSafetensors(file, { tensors, metadata: { format: metadata.format!, version: '2', run } });
    dispose(Object.values(tensors));
    await rm(join(folder, 'history.jsonl'));
    expect((await train(folder)).weights).toEqual(unbroken.weights);
  });

  it('leaves what it had on a full disk, from where the run goes on', async (context) => {
    const folder = await newFolder();
    try {
      shell(`mount -t tmpfs -o size=200k tmpfs ${folder}`);
    } catch {
      context.skip('a small disk can only be mounted by root on Linux');
    }
    try {
      const options = { every: { steps: 1 }, keep: 2 };
      const wide = (): Two => new Two({ noise: 0.1, hidden: 2000 });
      const optimizer = momentum(1e-4);
      const unbroken = await train(await newFolder(), { model: wide(), optimizer });
      await expect(train(folder, { model: wide(), optimizer, options })).rejects.toMatchObject({
        code: 'ENOSPC',
        path: expect.stringContaining(folder),
      });
      const left = await readdir(folder);
      expect(left.filter((file) => file.startsWith('.'))).toEqual([]);
      for (const file of left.filter((name) => name.startsWith('step-'))) {
        using model = wide();
        await loadCheckpoint(model, join(folder, file));
      }
      shell(`mount -o remount,size=8m ${folder}`);
      const resumed = await train(folder, { model: wide(), optimizer, options });
      expect(resumed.weights).toEqual(unbroken.weights);
    } finally {
      shell(`umount ${folder}`);
    }
  });

  it('is written when the data fails, and not when a callback does', async () => {
    const unbroken = await train(await newFolder(), { data: lineBatches() });
    const folder = await newFolder();
    const broken: Batches = {
      *[Symbol.iterator]() {
        yield* lineBatches().slice(0, 5);
        throw new RangeError('the disk is gone');
      },
    };
    const options = { onException: true };
    await expect(train(folder, { data: broken, options })).rejects.toThrow('the disk is gone');
    expect(await readdir(folder)).toContain('step-00000005.safetensors');
    const resumed = await train(folder, { data: lineBatches(), options });
    expect(resumed.weights).toEqual(unbroken.weights);

    const other = await newFolder();
    const warnings: string[] = [];
    const warn = (message: string): void => void warnings.push(message);
    await expect(train(other, { stopAt: 3, options: { ...options, warn } })).rejects.toThrow('broken on purpose');
    expect(await readdir(other)).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/^checkpoints: step-00000003\.safetensors cannot be written: run\.snapshot/),
    ]);
  });

  it('refuses what is not a checkpoint', async () => {
    const folder = await newFolder();
    const path = join(folder, 'step-00000012.safetensors');
    const one = scalar(1);
    await saveSafetensors(path, { tensors: { 'model/kernel': one } });
    await expectError(
      () => train(folder),
      FormatError,
      `${path}: \`file\` must be a checkpoint of version 3; received another file.`,
    );
    const metadata = { format: 'neurite checkpoint', version: '2' };
    await saveSafetensors(path, { tensors: { one }, metadata: { ...metadata, version: '1', run: '{}' } });
    await expectError(
      () => train(folder),
      FormatError,
      `${path}: \`file\` must be a checkpoint of version 3; received neurite checkpoint 1. ` +
        'A run goes on only with the version of neurite that began it: end it there, or begin anew.',
    );
    await saveSafetensors(path, { tensors: { one }, metadata: { ...metadata, version: '3', run: '{}' } });
    await expectError(
      () => train(folder),
      FormatError,
      `${path}: \`file\` must have the checksum that it was written with; received another one. It has been damaged since.`,
    );
    await saveSafetensors(path, { tensors: { one }, metadata: { ...metadata, run: '{"step":' } });
    await expectError(
      () => train(folder),
      FormatError,
      `${path}: \`file\` must say in JSON where its run stands; received other text.`,
    );
    await saveSafetensors(path, { tensors: { one }, metadata: { ...metadata, run: '{"step":-1}' } });
    await expect(train(folder)).rejects.toThrow(FormatError);
    one.dispose();
  });

  it('refuses the checkpoint of another run', async () => {
    const folder = await newFolder();
    await train(folder, { epochs: 1 });
    await expectError(
      () => train(folder, { seed: 8 }),
      ArgumentError,
      'fit: `seed` must be 7, with which the checkpoint was made; received 8. To begin a new run, take another folder for checkpoints.',
    );
    const build = 'Build the model with the same hyperparameters as the one that was saved.';
    await expectError(
      () => train(folder, { model: new Two({ hidden: 5 }) }),
      ShapeError,
      'loadState: `state` must have the shapes of the module; received others in `first.kernel`, float32 of shape [3, 4] ' +
        'instead of float32 of shape [3, 5]; `first.bias`, float32 of shape [4] instead of float32 of shape [5]; ' +
        `\`second.kernel\`, float32 of shape [4, 1] instead of float32 of shape [5, 1]. ${build}`,
    );
    using other = new Two({ hidden: 5 });
    const file = join(folder, 'step-00000006.safetensors');
    await expect(loadCheckpoint(other, file)).rejects.toThrow(ShapeError);
    const { loaded, different } = await loadCheckpoint(other, file, { partial: true });
    expect([loaded.length, different]).toEqual([3, ['first.kernel', 'first.bias', 'second.kernel']]);
    await expectError(
      () => train(folder, { optimizer: { ...momentum(), name: 'plain', init: () => ({}) } }),
      ArgumentError,
      'fit: `optimizer` must have the state that the checkpoint holds, `first.bias` float32 [4]; received none of plain. ' +
        'Resume with the optimizer that the run began with, and with the same parameters frozen.',
    );
    await expectError(
      () => train(folder, { data: lineBatches(4, 4), epochs: 2, options: { resume: false } }),
      ArgumentError,
      `checkpoints: \`folder\` must have no checkpoints when \`resume\` is false; received ${folder} with 2. Remove them, or take another folder.`,
    );
  });

  it('refuses options out of range', async () => {
    await expectError(
      () => checkpoints('x', { keep: 0 }),
      ArgumentError,
      'checkpoints: `keep` must be an integer of at least 1; received 0.',
    );
    await expectError(
      () => checkpoints('x', { every: { steps: 1.5 } }),
      ArgumentError,
      'checkpoints: `steps` must be an integer of at least 1; received 1.5.',
    );
    await expectError(
      () => checkpoints('x', { every: { step: 2 } as unknown as { steps: number } }),
      ArgumentError,
      'checkpoints (every): `options` must be among `epochs`, `steps`; received `step`.',
    );
    await expectError(
      () => checkpoints('x', { best: 'validation.near' }),
      ArgumentError,
      "checkpoints: `mode` must be 'min' or 'max'; received undefined. Say whether a smaller or a larger value of validation.near is better.",
    );
    const folder = await newFolder();
    await expectError(
      () => train(folder, { options: { best: 'near2', mode: 'max' } }),
      ArgumentError,
      "checkpoints: `best` must be 'loss', 'near', 'validation.loss' or 'validation.near'; received 'near2'.",
    );
  });

  it('refuses data that ends before the batch where the run stood', async () => {
    const folder = await newFolder();
    await expect(train(folder, { data: lineBatches(), stopAt: 5 })).rejects.toThrow('broken on purpose');
    await expectError(
      () => train(folder, { data: lineBatches(8, 4) }),
      ArgumentError,
      'fit: `data` must have the 4 batches that the checkpoint has seen of this epoch; received 2. Resume with the data that the run began with.',
    );
  });
});
