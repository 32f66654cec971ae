import { ArgumentError, type Callback, type Metric } from '@neurite/core';
import { expectError, onEachBackend } from '@neurite/testing';
import { clone, memory, scalar, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  averagesMonitor,
  classMonitor,
  evaluate,
  fit,
  histogramMonitor,
  learningRateMonitor,
  memoryMonitor,
  normMonitor,
  timeMonitor,
} from '../../src/index.js';
import { recorder, scalarsOf, trainWith } from '../support/run.js';
import { lineBatches, momentum, near, squaredError, Two } from '../support/toys.js';

onEachBackend(() => {
  describe('normMonitor', () => {
    it('logs the norms of what the step had in hand', async () => {
      const record = recorder();
      using model = new Two();
      const seen: { before: number[]; gradients: number[]; after: number[] }[] = [];
      const flat = (tensors: Readonly<Record<string, Tensor>>): number[] =>
        Object.values(tensors).flatMap((one) => [...one.dataSync()]);
      const spy: Callback = {
        name: 'spy',
        inspect: ({ parameters, gradients, updated }) => {
          seen.push({ before: flat(parameters), gradients: flat(gradients), after: flat(updated) });
          return {};
        },
      };
      const before = memory().numTensors;
      await fit(model, lineBatches(), {
        epochs: 1,
        loss: squaredError,
        optimizer: momentum(0.02),
        accumulate: 2,
        callbacks: [record, spy, normMonitor({ every: { steps: 2 }, perParameter: true })],
      });
      expect(memory().numTensors).toBe(before);
      const scalars = scalarsOf(record.events);
      expect(record.events.map(({ step }) => step)).toEqual([2]);
      const norm = (values: readonly number[]): number => Math.hypot(...values);
      const { before: weights, gradients, after } = seen[1]!;
      expect(scalars.gradientNorm![0]).toBeCloseTo(norm(gradients), 5);
      expect(scalars.weightNorm![0]).toBeCloseTo(norm(weights), 5);
      const change = norm(after.map((value, i) => value - weights[i]!));
      expect(scalars.updateRatio![0]).toBeCloseTo(change / norm(weights), 5);
      const parts = Object.keys(scalars).filter((name) => name.startsWith('gradientNorm/'));
      expect(norm(parts.map((name) => scalars[name]![0]!))).toBeCloseTo(norm(gradients), 5);
    });
  });
});

describe('timeMonitor', () => {
  it('logs where the time goes, and all of it', async () => {
    const record = recorder();
    await trainWith([record, timeMonitor({ every: { steps: 4 } })]);
    const scalars = scalarsOf(record.events);
    const parts = ['data', 'forward', 'backward', 'update', 'wait', 'other'].map((part) => `time/${part}`);
    expect(Object.keys(scalars)).toEqual(parts);
    for (const part of parts) {
      expect(scalars[part]).toHaveLength(3);
      expect(Math.min(...scalars[part]!)).toBeGreaterThanOrEqual(0);
    }
    expect(scalars['time/forward']![0]).toBeGreaterThan(0);
    expect(scalars['time/backward']![0]).toBeGreaterThan(0);
  });
});

describe('memoryMonitor', () => {
  it('logs what is held, ends the run at a limit, and warns of a leak', async () => {
    const record = recorder();
    await trainWith([record, memoryMonitor({ every: { steps: 3 } })]);
    const scalars = scalarsOf(record.events);
    expect(scalars['memory/tensors']).toHaveLength(6);
    expect(scalars['memory/resident']![0]).toBeGreaterThan(1e6);
    const { stopped } = await trainWith([memoryMonitor({ every: { steps: 1 }, limit: 10 })]);
    expect(stopped).toMatch(/^\d+ bytes are held, more than 10$/);

    const leaked: Tensor[] = [];
    const leak: Callback = { name: 'leak', epochEnd: () => void leaked.push(scalar(1)) };
    const warnings: string[] = [];
    const watch = memoryMonitor({ patience: 2, warn: (message) => warnings.push(message) });
    await trainWith([leak, watch], 3);
    expect(warnings).toEqual([
      expect.stringMatching(/^memoryMonitor: in 2 epochs the number of tensors has grown from/),
    ]);
    for (const tensor of leaked) tensor.dispose();
  });
});

describe('learningRateMonitor', () => {
  it('logs what the next step takes', async () => {
    const record = recorder();
    const schedule = (step: number, { signals }: { signals: Readonly<Record<string, number>> }): number =>
      step * (signals.half ?? 1);
    const half: Callback = { name: 'half', trainBegin: (run) => run.signal('half', 0.5) };
    await trainWith([half, record, learningRateMonitor(schedule, { every: { steps: 5 } })]);
    expect(scalarsOf(record.events)).toEqual({ learningRate: [2.5, 5] });
  });
});

describe('histogramMonitor', () => {
  it('logs a histogram of each parameter', async () => {
    const record = recorder();
    await trainWith([record, histogramMonitor({ every: { epochs: 2 }, bins: 4 })]);
    const names = record.events.map((event) => event.type === 'histogram' && event.name);
    expect(names).toEqual(
      ['first.kernel', 'first.bias', 'first.runningMean', 'second.kernel', 'second.bias', 'second.runningMean'].map(
        (path) => `weights/${path}`,
      ),
    );
    const [kernel] = record.events;
    if (kernel?.type !== 'histogram') throw new TypeError('no histogram');
    expect(kernel.counts.reduce((sum, count) => sum + count)).toBe(12);
    expect(kernel.edges).toHaveLength(5);
    expect([...kernel.edges].sort((a, b) => a - b)).toEqual(kernel.edges);
  });
});

describe('classMonitor', () => {
  const matrix: Metric<number[][]> = {
    ...near,
    name: 'matrix',
    value: () => [
      [3, 1, 0],
      [2, 2, 0],
      [0, 0, 0],
    ],
  };

  it('logs what a confusion matrix says of each class', async () => {
    const record = recorder();
    using model = new Two();
    await fit(model, lineBatches(), {
      epochs: 1,
      validation: lineBatches(),
      loss: squaredError,
      metrics: { matrix },
      optimizer: momentum(0.02),
      callbacks: [record, classMonitor({ matrix: 'matrix', classes: ['a', 'b', 'c'] })],
    });
    const scalars = scalarsOf(record.events);
    expect(scalars).toMatchObject({
      'class/a/precision': [3 / 5],
      'class/a/recall': [3 / 4],
      'class/a/f1': [2 / 3],
      'class/a/support': [4],
      'class/b/precision': [2 / 3],
      'class/c/precision': [0],
      'class/c/recall': [0],
      'validation.class/b/recall': [1 / 2],
    });
  });

  it('refuses names that do not fit', async () => {
    const train = (callback: Callback, metrics: Record<string, typeof matrix> = {}): Promise<unknown> => {
      const model = new Two();
      const options = { epochs: 1, loss: squaredError, metrics, optimizer: momentum(0.02), callbacks: [callback] };
      return fit(model, lineBatches(), options).finally(() => model.dispose());
    };
    await expectError(
      () => train(classMonitor()),
      ArgumentError,
      'classMonitor: `matrix` must be among the metrics: loss; received confusionMatrix.',
    );
    await expectError(
      () => train(classMonitor({ matrix: 'loss' })),
      ArgumentError,
      'classMonitor: `matrix` must name a metric whose value is a square table; received loss.',
    );
    await expectError(
      () => train(classMonitor({ matrix: 'm', classes: ['a'] }), { m: matrix }),
      ArgumentError,
      'classMonitor: `classes` must have a name for each of the 3 classes; received 1 names.',
    );
  });
});

describe('averagesMonitor', () => {
  it('measures the trained weights, where validation is of the averages', async () => {
    const record = recorder();
    using model = new Two();
    const zeros = tensor1d([0]);
    const still = { ...momentum(0.02), evaluationParameters: () => ({ 'second.bias': clone(zeros) }) };
    let trained = Number.NaN;
    const look: Callback = {
      name: 'look',
      epochEnd: async () => {
        trained = (await evaluate(model, lineBatches(), { loss: squaredError })).loss!;
      },
    };
    const { epochs } = await fit(model, lineBatches(), {
      epochs: 1,
      validation: lineBatches(),
      loss: squaredError,
      optimizer: still,
      callbacks: [record, look, averagesMonitor(model, lineBatches(), { loss: squaredError, metrics: { near } })],
    });
    const scalars = scalarsOf(record.events);
    expect(scalars['trained.loss']).toEqual([trained]);
    expect(scalars['trained.near']).toHaveLength(1);
    expect(epochs[0]!.validation!.loss).not.toBeCloseTo(trained, 4);
    zeros.dispose();
  });
});
