import {
  ArgumentError,
  type Callback,
  DisposedError,
  freeze,
  inference,
  loadState,
  type NamedTensors,
  type Optimizer,
  parameters,
  stateDict,
  unfreeze,
} from '@neurite/core';
import { expectError, onEachBackend } from '@neurite/testing';
import { clipByValue, clone, dispose, memory, mul, sub, tensor2d, tidy, zerosLike } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createTrainStep, evaluate, fit, initialState, predict } from '../src/index.js';
import { Affine, lineBatches, momentum, shuffled, squaredError, Two } from './support/toys.js';

const common = { loss: squaredError, optimizer: momentum(0.05), epochs: 3 };
const validation = lineBatches(9, 4, 5);

async function numbers(model: Two | Affine): Promise<Record<string, number[]>> {
  const entries = Object.entries(stateDict(model)).map(async ([path, value]) => [path, [...(await value.data())]]);
  return Object.fromEntries(await Promise.all(entries)) as Record<string, number[]>;
}

/** What a model that is built anew says with these weights. */
async function freshLoss(weights: NamedTensors): Promise<number | undefined> {
  using fresh = new Two();
  loadState(fresh, weights);
  return (await evaluate(fresh, validation, { loss: squaredError })).loss;
}

onEachBackend(() => {
  describe('while fit runs, the model', () => {
    it('has the weights after the last step: an evaluation through it is that of a fresh load', async () => {
      using model = new Two();
      const seen: (readonly [number | undefined, number | undefined])[] = [];
      const watch: Callback = {
        name: 'watch',
        epochEnd: async () => {
          const { loss } = await evaluate(model, validation, { loss: squaredError });
          const weights = Object.fromEntries(
            Object.entries(stateDict(model)).map(([path, value]) => [path, clone(value)]),
          );
          seen.push([loss, await freshLoss(weights)]);
          dispose(weights);
        },
      };
      const history = await fit(model, lineBatches(), { ...common, validation, callbacks: [watch] });
      const validated = history.epochs.map((record) => record.validation?.loss);
      expect(seen).toEqual(validated.map((loss) => [loss, loss]));
      expect(new Set(validated).size).toBe(3);
    });

    it('may be read at any time without a trace', async () => {
      const train = async (callbacks: readonly Callback[]): Promise<Record<string, number[]>> => {
        using model = new Two({ noise: 0.1 });
        await fit(model, shuffled(lineBatches()), { ...common, callbacks: callbacks.map((c) => ({ ...c })) });
        return numbers(model);
      };
      using other = new Two();
      const before = memory().numTensors;
      const quiet = await train([]);
      const read: Callback = {
        name: 'read',
        stepEnd: async (run) => {
          for (const value of Object.values(stateDict(run.model as Two))) void (await value.data());
          (await predict(run.model as Two, tensor2d([[1, 2, 3]]))).dispose();
        },
      };
      expect(await train([read])).toEqual(quiet);
      expect(memory().numTensors).toBe(before + 3 * 6); // the inputs of predict
      expect(await numbers(other)).not.toEqual(quiet);
    });

    it('takes what is assigned to it through the variable, and trains on from there', async () => {
      using model = new Affine(3, 1);
      const largest: number[] = [];
      const clip: Callback = {
        name: 'clip',
        stepEnd: async () => {
          model.kernel.assign(tidy(() => clipByValue(model.kernel.value, -0.3, 0.3)));
          largest.push(Math.max(...(await model.kernel.value.data()).map(Math.abs)));
        },
      };
      await fit(model, lineBatches(), { ...common, epochs: 20, callbacks: [clip] });
      expect(Math.max(...largest)).toBeCloseTo(0.3, 6);
      const { bias, kernel } = await numbers(model);
      expect(kernel!.map((value) => Math.round(value * 100) / 100)).toEqual([0.3, -0.3, 0.3]);
      // The bias was trained all the time.
      expect(bias![0]).toBeGreaterThan(0.7);
    });

    it('takes an assignment while a step is under way, and starts that step again', async () => {
      const train = async (at: 'during' | 'between'): Promise<Record<string, number[]>> => {
        using model = new Affine(3, 1);
        const change = (): void => model.kernel.assign(tidy(() => mul(model.kernel.value, 0.5)));
        let calls = 0;
        await fit(model, lineBatches(12, 4), {
          ...common,
          epochs: 1,
          loss: (predictions, targets) => {
            // Step 2 is started, and its numbers have not been read: the call is that of step 3, which runs ahead.
            if (++calls === 3 && at === 'during') queueMicrotask(change);
            return squaredError(predictions, targets);
          },
          callbacks: [
            { name: 'change', stepEnd: (run) => (at === 'between' && run.step === 1 ? change() : undefined) },
          ],
        });
        return numbers(model);
      };
      expect(await train('during')).toEqual(await train('between'));
    });

    it('keeps what is frozen from the next step on, and trains what is unfrozen', async () => {
      using model = new Two();
      const first: (readonly number[])[] = [];
      const second: (readonly number[])[] = [];
      const steps: Callback = {
        name: 'steps',
        stepEnd: async (run) => {
          const now = await numbers(model);
          first.push(now['first.kernel']!);
          second.push(now['second.kernel']!);
          if (run.step === 2) freeze(model, 'second');
          if (run.step === 4) unfreeze(model);
        },
      };
      await fit(model, lineBatches(24, 4), { ...common, epochs: 1, callbacks: [steps] });
      expect(second[2]).toEqual(second[1]);
      expect(second[3]).toEqual(second[1]);
      expect(second[4]).not.toEqual(second[1]);
      expect(first[3]).not.toEqual(first[2]);
    });

    it('counts the steps of a parameter that joins late by itself, and its state begins anew', async () => {
      const seen: (readonly [step: number, joined: object, states: string])[] = [];
      const counting: Optimizer = {
        name: 'counting',
        init: (values) =>
          tidy(() => Object.fromEntries(Object.entries(values).map(([path, v]) => [path, zerosLike(v)]))),
        update: (gradients, { state, clock }) => {
          seen.push([clock.step, { ...clock.joined }, Object.keys(state).join(' ')]);
          return tidy(() => ({
            updates: Object.fromEntries(Object.entries(gradients).map(([path, g]) => [path, mul(g, -0.01)])),
            state: Object.fromEntries(Object.entries(state).map(([path, value]) => [path, sub(value, -1)])),
          }));
        },
      };
      using model = new Affine(3, 1);
      freeze(model, 'bias');
      const counts: unknown[] = [];
      const change: Callback = {
        name: 'change',
        stepEnd: (run) => {
          if (run.step === 2) unfreeze(model, 'bias');
          if (run.step === 3) freeze(model, 'kernel');
          if (run.step === 5) unfreeze(model, 'kernel');
        },
        checkpoint: async (run, point) => {
          if (point === 'epoch') return;
          const { tensors } = await run.snapshot();
          const states = Object.entries(tensors).filter(([name]) => /^(optimizer|aside)/.test(name));
          counts.push(Object.fromEntries(states.map(([name, value]) => [name, value.dataSync()[0]])));
          dispose(tensors);
        },
      };
      await fit(model, lineBatches(24, 4), { ...common, epochs: 1, optimizer: counting, callbacks: [change] });
      // Each step that was started from other weights is there once more: only the last of each counts.
      const last = new Map(seen.map((entry) => [entry[0], entry]));
      expect([...last.values()]).toEqual([
        [0, {}, 'kernel'],
        [1, {}, 'kernel'],
        [2, { bias: 2 }, 'kernel bias'],
        [3, { bias: 2 }, 'bias'],
        [4, { bias: 2 }, 'bias'],
        // The kernel has had three steps before.
        [5, { bias: 2, kernel: 2 }, 'kernel bias'],
      ]);
      expect(counts.slice(1)).toEqual([
        { 'optimizer/kernel': 2, 'optimizer/bias': 0 },
        { 'optimizer/bias': 1, 'aside/kernel': 3 },
        { 'optimizer/bias': 2, 'aside/kernel': 3 },
        { 'optimizer/kernel': 3, 'optimizer/bias': 3 },
        { 'optimizer/kernel': 4, 'optimizer/bias': 4 },
      ]);
    });

    it('is not to be frozen altogether, nor disposed', async () => {
      using model = new Affine(3, 1);
      const before = memory().numTensors;
      await expectError(
        () =>
          fit(model, lineBatches(), {
            ...common,
            callbacks: [{ name: 'all', stepEnd: () => void freeze(model) }],
          }),
        ArgumentError,
        'fit: `model` must keep a parameter that training may change; received one in which all have been frozen. To end training, call run.stop in a callback.',
      );
      expect(memory().numTensors).toBe(before);
      unfreeze(model);
      const gone = new Affine(3, 1);
      await expectError(
        () => fit(gone, lineBatches(), { ...common, callbacks: [{ name: 'gone', stepEnd: () => gone.dispose() }] }),
        DisposedError,
        'fit: the parameter `kernel` was disposed while it was trained. Keep the model until fit has ended.',
      );
      expect(memory().numTensors).toBe(before);
      gone.dispose();
    });

    it("belongs to one fit at a time, and a step of one's own is free to use it", async () => {
      using model = new Affine(3, 1);
      let refused: unknown;
      const second: Callback = {
        name: 'second',
        stepEnd: async (run) => {
          if (run.step !== 1) return;
          refused = await fit(model, lineBatches(), common).catch((error: unknown) => error);
          const state = initialState(model, common.optimizer);
          createTrainStep(model, { loss: squaredError, optimizer: common.optimizer });
          dispose([state.parameters, state.buffers, state.optimizer]);
        },
      };
      await fit(model, lineBatches(), { ...common, callbacks: [second] });
      expect((refused as Error).message).toBe(
        'fit: `model` must be trained by one fit at a time; received a model whose `kernel` another one trains. Await that one first.',
      );
      await fit(model, lineBatches(), common);
      expect([...parameters(model).values()].every(({ holder }) => holder === undefined)).toBe(true);
    });

    it('is measured as it was when evaluate and predict were called', async () => {
      using model = new Affine(3, 1);
      const x = tensor2d([[1, 2, 3]]);
      const results: Promise<unknown>[] = [];
      const expected: unknown[] = [];
      const ask: Callback = {
        name: 'ask',
        stepEnd: async (run) => {
          if (run.step !== 2) return;
          const now = tidy(() => model.forward(x, inference()).dataSync()[0]);
          const { loss } = await evaluate(model, lineBatches(40, 1), { loss: squaredError });
          expected.push(now, loss);
          // Not awaited: training goes on meanwhile.
          results.push(
            predict(
              model,
              Array.from({ length: 9 }, () => ({ x })),
            ).then((y) => {
              const last = y.dataSync().at(-1);
              y.dispose();
              return last;
            }),
            evaluate(model, lineBatches(40, 1), { loss: squaredError }).then(({ loss: value }) => value),
          );
        },
      };
      await fit(model, lineBatches(), { ...common, callbacks: [ask] });
      expect(await Promise.all(results)).toEqual(expected);
      x.dispose();
    });
  });
});
