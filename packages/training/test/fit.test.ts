import {
  ArgumentError,
  type Batch,
  type Callback,
  freeze,
  hostArray,
  loadState,
  ShapeError,
  stateDict,
} from '@neurite/core';
import { expectClose, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import { memory, tensor2d, zerosLike } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { fit } from '../src/index.js';
import { Affine, lineBatches, momentum, near, shuffled, squaredError, Two } from './support/toys.js';

const common = { loss: squaredError, optimizer: momentum(0.05), epochs: 3 };

/** All weights of a model as numbers. */
async function weights(model: Two | Affine): Promise<Record<string, number[]>> {
  const entries = Object.entries(stateDict(model)).map(async ([path, value]) => [path, [...(await value.data())]]);
  return Object.fromEntries(await Promise.all(entries)) as Record<string, number[]>;
}

onEachBackend(() => {
  describe('fit', () => {
    it('learns, and reports each epoch over all samples', async () => {
      using model = new Two();
      const history = await fit(model, shuffled(lineBatches()), {
        ...common,
        epochs: 60,
        validation: lineBatches(9, 2, 5),
        metrics: { near },
      });
      expect(history.epochs).toHaveLength(60);
      expect(history.steps).toBe(60 * 6);
      expect(history.stopped).toBeUndefined();
      const last = history.epochs.at(-1)!;
      expect(last).toMatchObject({ epoch: 60, steps: 6, samples: 23 });
      expect(last.loss).toBeLessThan(0.05);
      expect(last.metrics.near).toBe(1);
      expect(last.validation!.metrics.near).toBe(1);
      expect(last.validation!.samples).toBe(9);
    });

    it('weighs a batch by its samples', async () => {
      using model = new Affine(1, 1);
      model.kernel.assign(tensor2d([0], [1, 1]));
      freeze(model, 'kernel');
      const still = { ...momentum(0), name: 'still' };
      const batch = (...ys: number[]): Batch => ({
        x: hostArray(new Float32Array(ys.length), [ys.length, 1]),
        y: hostArray(Float32Array.from(ys), [ys.length, 1]),
      });
      const history = await fit(model, [batch(1, 1, 1), batch(3)], { loss: squaredError, optimizer: still, epochs: 1 });
      expect(history.epochs[0]!.loss).toBe((3 * 1 + 9) / 4);
    });

    it('gives the same bits twice, and others with another seed', async () => {
      const train = async (seed: number): Promise<Record<string, number[]>> => {
        using model = new Two({ noise: 0.1 });
        await fit(model, shuffled(lineBatches()), { ...common, seed });
        return weights(model);
      };
      const first = await train(7);
      expect(await train(7)).toEqual(first);
      expect(await train(8)).not.toEqual(first);
    });

    it('leaves as many tensors after 3 epochs as before', async () => {
      using model = new Two({ noise: 0.1 });
      await expectNoLeak(() =>
        fit(model, shuffled(lineBatches()), { ...common, validation: lineBatches(5), metrics: { near } }).then(
          () => {},
        ),
      );
    });

    it('does not touch frozen parameters, and keeps buffers', async () => {
      using model = new Two();
      freeze(model, 'first');
      const before = await weights(model);
      await fit(model, lineBatches(), common);
      const after = await weights(model);
      expect(after['first.kernel']).toEqual(before['first.kernel']);
      expect(after['second.kernel']).not.toEqual(before['second.kernel']);
      expect(after['first.runningMean']).not.toEqual([0]);
    });

    it('takes tensors without disposing them, async iterables, and bytes as int32', async () => {
      using model = new Affine(3, 1);
      const x = tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
      const y = tensor2d([1, 2], [2, 1]);
      await fit(model, [{ x, y }], common);
      expect(x.isDisposed || y.isDisposed).toBe(false);
      x.dispose();
      y.dispose();
      const bytes = {
        x: hostArray(Float32Array.of(1, 2, 3), [1, 3]),
        y: hostArray(Uint8Array.of(1), [1, 1]),
      };
      const dtypes = new Set<string>();
      await fit(
        model,
        {
          [Symbol.asyncIterator]: async function* () {
            yield bytes;
          },
        },
        {
          ...common,
          loss: (predictions, targets) => {
            dtypes.add(targets.dtype);
            return squaredError(predictions, targets);
          },
        },
      );
      expect([...dtypes]).toEqual(['int32']);
    });

    it('starts the next step from weights that a callback puts in', async () => {
      using model = new Affine(3, 1);
      const zero: Callback = {
        name: 'zero',
        stepEnd: (run) => {
          const zeros = Object.fromEntries(
            Object.entries(stateDict(run.model)).map(([path, v]) => [path, zerosLike(v)]),
          );
          loadState(run.model, zeros);
          for (const value of Object.values(zeros)) value.dispose();
        },
      };
      const before = memory().numTensors;
      const history = await fit(model, lineBatches(8, 4), { ...common, callbacks: [zero], epochs: 2 });
      expect(memory().numTensors).toBe(before);
      await expectClose(model.kernel.value, [[0], [0], [0]]);
      // From zero weights, the loss of a batch is the mean of y², the same in both epochs but for the first step.
      using untouched = new Affine(3, 1);
      untouched.kernel.assign(zerosLike(untouched.kernel.value));
      const reference = await fit(untouched, lineBatches(8, 4).slice(1), { ...common, epochs: 1 });
      expect(history.epochs[1]!.loss).toBeGreaterThan(reference.epochs[0]!.loss / 2);
    });

    it('lets timers run while it trains', async () => {
      using model = new Two();
      const callback: Callback = {
        name: 'timer',
        trainBegin: (run) => {
          setTimeout(() => run.stop('the timer has had its turn'), 1);
        },
      };
      const history = await fit(model, lineBatches(), { ...common, epochs: 1e6, callbacks: [callback] });
      expect(history.stopped).toBe('the timer has had its turn');
    });

    it('calls callbacks in order, and stops after the step', async () => {
      using model = new Affine(3, 1);
      const calls: string[] = [];
      const watch: Callback = {
        name: 'watch',
        trainBegin: () => void calls.push('trainBegin'),
        epochBegin: (run) => void calls.push(`epochBegin ${run.epoch}`),
        stepEnd: (run, { samples }) => {
          calls.push(`stepEnd ${run.step}: ${samples}`);
          if (run.step === 3) run.stop('enough');
        },
        epochEnd: (run, record) => void calls.push(`epochEnd ${record.epoch} of ${run.epochs}`),
        checkpoint: (_run, point) => void calls.push(`checkpoint ${point}`),
        trainEnd: () => void calls.push('trainEnd'),
      };
      const history = await fit(model, lineBatches(8, 4), { ...common, callbacks: [watch] });
      expect(calls).toEqual([
        'trainBegin',
        'epochBegin 1',
        'stepEnd 1: 4',
        'checkpoint step',
        'stepEnd 2: 4',
        'checkpoint step',
        'epochEnd 1 of 3',
        'checkpoint epoch',
        'epochBegin 2',
        'stepEnd 3: 4',
        'checkpoint step',
        'trainEnd',
      ]);
      expect(history.stopped).toBe('enough');
      expect(history.steps).toBe(3);
    });
  });
});

describe('fit refuses', () => {
  const refuse = async (data: unknown, options: object, type: typeof ArgumentError, message: string): Promise<void> => {
    using model = new Affine(3, 1);
    const before = memory().numTensors;
    await expectError(() => fit(model, data as Batch[], { ...common, ...options }), type, message);
    expect(memory().numTensors).toBe(before);
  };

  it('epochs below 1', () =>
    refuse([], { epochs: 0 }, ArgumentError, 'fit: `epochs` must be an integer of at least 1; received 0.'));
  it('no batches', () =>
    refuse(
      [],
      {},
      ArgumentError,
      'fit: `data` must give at least one batch in every epoch; received none in epoch 1.',
    ));
  it('a generator in the second epoch', () =>
    refuse(
      (function* () {
        yield* lineBatches();
      })(),
      {},
      ArgumentError,
      'fit: `data` must give at least one batch in every epoch; received none in epoch 2. A generator runs only once: pass a dataset or an array of batches.',
    ));
  it('an empty validation set', () =>
    refuse(
      lineBatches(),
      { validation: [] },
      ArgumentError,
      'fit: `validation` must give at least one batch in every epoch; received none in epoch 1.',
    ));
  it('a dataset that ends early', () =>
    refuse(
      { ...shuffled(lineBatches()), size: 9 },
      {},
      ArgumentError,
      'fit: `data` must give the 9 batches that its size promises; received 6 in epoch 1.',
    ));
  it('a dataset without an end', () =>
    refuse(
      { ...shuffled(lineBatches()), size: Number.POSITIVE_INFINITY },
      {},
      ArgumentError,
      'fit: `data` must have an end; received a dataset without one. Call .take(count) on it: that many batches are an epoch.',
    ));
  it('something that is no batch', () =>
    refuse(
      [3],
      {},
      ArgumentError,
      'fit (batch 1 of epoch 1): `data` must give batches of the form { x, y } or { x, y, weights }; received 3.',
    ));
  it('inputs and targets of different length', () =>
    refuse(
      [{ x: hostArray(new Float32Array(6), [2, 3]), y: hostArray(new Float32Array(1), [1, 1]) }],
      {},
      ShapeError,
      'fit (batch 1 of epoch 1): `y` must have as many samples as `x`, 2; received 1. The first axis of both is the batch axis.',
    ));
  it('samples without a batch axis', () =>
    refuse(
      [{ x: hostArray(new Float32Array(3), [1, 3]), y: hostArray(new Float32Array(1), []) }],
      {},
      ShapeError,
      'fit (batch 1 of epoch 1): `y` must have a batch axis with at least one sample; received shape []. Call .batch(size) on the dataset.',
    ));
  it('two callbacks of one name', () =>
    refuse(
      lineBatches(),
      { callbacks: [{ name: 'a' }, { name: 'a' }] },
      ArgumentError,
      'fit: `callbacks` must have a name each; received two with the name a.',
    ));
  it('a metric with a taken name', () =>
    refuse(
      lineBatches(),
      { metrics: { loss: near } },
      ArgumentError,
      'fit: `metrics` must have other names than epoch, steps, samples, seconds, loss, validation; received loss.',
    ));
});
