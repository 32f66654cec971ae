import { ArgumentError, type Callback, type Metric, stateDict } from '@neurite/core';
import { expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import { scalar } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { checkpoints, type EarlyStoppingOptions, earlyStopping, fit, type History } from '../../src/index.js';
import { temporaryFolders } from '../support/folder.js';
import { lineBatches, momentum, squaredError, Two } from '../support/toys.js';

const newFolder = temporaryFolders();

/** A metric that says the given values, epoch by epoch. */
function scripted(values: readonly number[]): Metric {
  let at = 0;
  return { name: 'score', statistics: () => ({ one: scalar(1) }), value: () => values[at++]! };
}

async function train(
  values: readonly number[],
  options: EarlyStoppingOptions,
  { model = new Two(), callbacks = [] as Callback[], epochs = values.length } = {},
): Promise<{ history: History<unknown>; byEpoch: number[][]; final: number[] }> {
  const byEpoch: number[][] = [];
  const kernel = async (of: Two): Promise<number[]> => [...(await of.first.kernel.value.data())];
  const watch: Callback = { name: 'watch', epochEnd: async (run) => void byEpoch.push(await kernel(run.model as Two)) };
  try {
    const history = await fit(model, lineBatches(8, 4), {
      epochs,
      loss: squaredError,
      metrics: { score: scripted(values) },
      optimizer: momentum(0.05),
      callbacks: [watch, ...callbacks, earlyStopping({ monitor: 'score', mode: 'max', ...options })],
    });
    return { history, byEpoch, final: await kernel(model) };
  } finally {
    model.dispose();
  }
}

onEachBackend(() => {
  describe('earlyStopping', () => {
    it('stops after as many epochs without an improvement, with the weights of the best', async () => {
      const { history, byEpoch, final } = await train([1, 3, 2, 2, 2, 9], { patience: 3 });
      expect(history.epochs).toHaveLength(5);
      expect(history.stopped).toBe('score has not improved since epoch 2');
      expect(final).toEqual(byEpoch[1]);
      expect(final).not.toEqual(byEpoch[4]);
    });

    it('restores the best after the last epoch too', async () => {
      const { history, byEpoch, final } = await train([1, 3, 2], { patience: 3 });
      expect(history.stopped).toBeUndefined();
      expect(final).toEqual(byEpoch[1]);
    });

    it('leaves the last weights where it shall not restore', async () => {
      const { byEpoch, final } = await train([1, 3, 2], { patience: 3, restoreBest: false });
      expect(final).toEqual(byEpoch[2]);
    });

    it('needs more than minDelta, takes min, and no NaN', async () => {
      const { history } = await train([5, 4.5, Number.NaN, 4.4], { mode: 'min', minDelta: 1, patience: 3 });
      expect(history.stopped).toBe('score has not improved since epoch 1');
      const better = await train([5, 3.9, Number.NaN, 4.4], { mode: 'min', minDelta: 1, patience: 3 });
      expect(better.history.stopped).toBeUndefined();
    });

    it('leaves no tensors', () => expectNoLeak(async () => void (await train([1, 2, 1], { patience: 1 }))));

    it('remembers in checkpoints: the best weights, the patience, and that it had stopped', async () => {
      const whole = await train([1, 3, 2, 2, 2, 9], { patience: 3 });
      const folder = await newFolder();
      const first = await train([1, 3, 2], { patience: 3 }, { callbacks: [checkpoints(folder)] });
      expect(first.history.epochs).toHaveLength(3);
      const second = await train([2, 2, 9], { patience: 3 }, { callbacks: [checkpoints(folder)], epochs: 6 });
      expect(second.history.stopped).toBe(whole.history.stopped);
      expect(second.history.epochs).toHaveLength(5);
      expect(second.final).toEqual(whole.final);
      const third = await train([], { patience: 3 }, { callbacks: [checkpoints(folder)], epochs: 9 });
      expect(third.history.stopped).toBe(whole.history.stopped);
      expect(third.history.steps).toBe(10);
      expect(third.final).toEqual(whole.final);
    });
  });
});

describe('earlyStopping refuses', () => {
  const refuse = (options: EarlyStoppingOptions, message: string): Promise<unknown> =>
    expectError(() => train([1], options), ArgumentError, message);

  it('a patience below 1', () =>
    refuse({ patience: 0 }, 'earlyStopping: `patience` must be an integer of at least 1; received 0.'));
  it('a negative minDelta', () =>
    refuse({ minDelta: -1 }, 'earlyStopping: `minDelta` must be a finite number of at least 0; received -1.'));
  it('validation where there is none', () =>
    refuse(
      { monitor: 'validation.loss' },
      "earlyStopping: `monitor` must be 'loss' or 'score'; received 'validation.loss'. Pass `validation` to fit.",
    ));
  it('a name that is not reported', () =>
    refuse({ monitor: 'scoer' }, "earlyStopping: `monitor` must be 'loss' or 'score'; received 'scoer'."));
  it('a metric without a mode', () =>
    expectError(
      () => earlyStopping({ monitor: 'score' }),
      ArgumentError,
      "earlyStopping: `mode` must be 'min' or 'max'; received undefined. Say whether a smaller or a larger value of score is better.",
    ));
  it('a table', async () => {
    using model = new Two();
    const table: Metric<number[][]> = { name: 'table', statistics: () => ({ one: scalar(1) }), value: () => [[1]] };
    await expectError(
      () =>
        fit(model, lineBatches(), {
          epochs: 1,
          loss: squaredError,
          metrics: { table },
          optimizer: momentum(),
          callbacks: [earlyStopping({ monitor: 'table', mode: 'max' })],
        }),
      ArgumentError,
      'earlyStopping: `monitor` must name a metric whose value is a number; received table, whose value is a table.',
    );
    expect(Object.keys(stateDict(model))).not.toHaveLength(0);
  });
});
