import { join } from 'node:path';
import {
  type Callback,
  hostArray,
  loadState,
  type NamedTensors,
  type Optimizer,
  type Run,
  ShapeError,
  stateDict,
} from '@neurite/core';
import { adam } from '@neurite/optimizers';
import { expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import { add, clone, dispose, memory, mul, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { checkpoints, DivergedError, earlyStopping, evaluate, fit, loadCheckpoint } from '../src/index.js';
import { temporaryFolders } from './support/folder.js';
import { Affine, lineBatches, momentum, shuffled, squaredError, Two } from './support/toys.js';

const newFolder = temporaryFolders();

function map(tensors: NamedTensors, f: (tensor: Tensor, name: string) => Tensor): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, f(value, name)]));
}

async function numbers(tensors: NamedTensors): Promise<number[]> {
  const values = await Promise.all(Object.values(tensors).map((value) => value.data()));
  return values.flatMap((value) => [...value]);
}

/** Gradient descent that evaluates with the mean of the last two parameters. */
const averaging: Optimizer = {
  name: 'averaging',
  init: (parameters) => tidy(() => map(parameters, (value) => clone(value))),
  update: (gradients, { parameters }) => {
    const updates = tidy(() => map(gradients, (gradient) => mul(gradient, -0.2)));
    return { updates, state: map(parameters, (value) => clone(value)) };
  },
  evaluationParameters: (state, parameters) =>
    tidy(() => map(parameters, (value, path) => mul(add(value, state[path]!), 0.5))),
};

onEachBackend(() => {
  describe('an optimizer that evaluates with other weights than it trains', () => {
    it('gives validation and the model after fit these, and the model during the run those', async () => {
      using model = new Two();
      const before: NamedTensors[] = [];
      const watch: Callback = {
        name: 'watch',
        stepEnd: () => void before.push(map(stateDict(model), (value) => clone(value))),
      };
      const validation = lineBatches(9, 4, 5);
      const history = await fit(model, lineBatches(), {
        loss: squaredError,
        optimizer: averaging,
        epochs: 1,
        validation,
        callbacks: [watch],
      });
      const [last, previous] = [before.at(-1)!, before.at(-2)!];
      const mean = tidy(() => map(last, (value, path) => mul(add(value, previous[path]!), 0.5)));
      const { 'first.runningMean': _, 'second.runningMean': __, ...own } = stateDict(model);
      expect(await numbers(own)).toEqual(await numbers(map(own, (_value, path) => mean[path]!)));
      // Buffers are those of the last step.
      expect(await numbers({ m: model.first.runningMean.value })).toEqual(
        await numbers({ m: last['first.runningMean']! }),
      );
      expect((await evaluate(model, validation, { loss: squaredError })).loss).toBe(
        history.epochs[0]!.validation!.loss,
      );
      dispose([before, mean]);
    });

    it('goes on from a checkpoint with the same bits, and a checkpoint has both', async () => {
      const train = async (folder: string, stopAt = -1): Promise<number[]> => {
        using model = new Two({ noise: 0.1 });
        await fit(model, shuffled(lineBatches()), {
          loss: squaredError,
          optimizer: averaging,
          epochs: 2,
          callbacks: [
            { name: 'stop', stepEnd: (run) => (run.step === stopAt ? run.stop('for now') : undefined) },
            checkpoints(folder),
          ],
        });
        return numbers(stateDict(model));
      };
      const whole = await train(await newFolder());
      const folder = await newFolder();
      await train(folder, 8);
      expect(await train(folder)).toEqual(whole);
      using loaded = new Two({ seed: 8 });
      await loadCheckpoint(loaded, join(folder, 'step-00000012.safetensors'));
      expect(await numbers(stateDict(loaded))).toEqual(whole);
    });

    it('gives the best of them back with early stopping', async () => {
      using model = new Affine(3, 1);
      const seen: { readonly loss: number; readonly weights: number[] }[] = [];
      const before = memory().numTensors;
      const watch: Callback = {
        name: 'watch',
        epochEnd: async (run: Run, { validation }) => {
          const state = run.evaluationState();
          seen.push({ loss: validation!.loss, weights: await numbers(state) });
          dispose(state);
          // From here on it only gets worse.
          if (run.epoch === 3)
            loadState(
              model,
              map(stateDict(model), (value) => tidy(() => add(value, 3))),
            );
        },
      };
      await fit(model, lineBatches(), {
        loss: squaredError,
        optimizer: averaging,
        epochs: 6,
        validation: lineBatches(9, 4, 5),
        callbacks: [earlyStopping({ patience: 1 }), watch],
      });
      const best = seen.reduce((a, b) => (b.loss < a.loss ? b : a));
      expect(await numbers(stateDict(model))).toEqual(best.weights);
      // The states that were loaded were made by the test.
      expect(memory().numTensors - before).toBe(3);
    });
  });

  describe('an optimizer that takes gradients elsewhere', () => {
    it('is asked where before each step', async () => {
      // y = 2 · parameters, so that the gradient is that of twice the weights.
      const train = async (optimizer: Optimizer): Promise<number[]> => {
        using model = new Affine(3, 1);
        await fit(model, lineBatches(4, 4), { loss: squaredError, optimizer, epochs: 1 });
        return numbers(stateDict(model));
      };
      const descent: Optimizer = {
        name: 'descent',
        init: () => ({}),
        update: (gradients) => ({ updates: tidy(() => map(gradients, (gradient) => mul(gradient, -0.1))), state: {} }),
      };
      const elsewhere: Optimizer = {
        ...descent,
        gradientParameters: (_, parameters) => tidy(() => map(parameters, (value) => mul(value, 2))),
      };
      using model = new Affine(3, 1);
      const doubled = tidy(() => map(stateDict(model), (value) => mul(value, 2)));
      loadState(model, doubled);
      const [start, plain, other] = [await numbers(doubled), [] as number[], await train(elsewhere)];
      await fit(model, lineBatches(4, 4), { loss: squaredError, optimizer: descent, epochs: 1 });
      plain.push(...(await numbers(stateDict(model))));
      // The same steps, from half as far.
      for (const i of [0, 1, 2, 3]) expect(other[i]! - start[i]! / 2).toBeCloseTo(plain[i]! - start[i]!, 6);
      dispose(doubled);
    });

    it('may evaluate again: with the same batch, keys and buffers', async () => {
      const losses: Promise<unknown>[] = [];
      const sharpness: Optimizer = {
        name: 'sharpness',
        init: () => ({}),
        update: (gradients, { parameters, evaluate: again, loss }) =>
          tidy(() => {
            const same = again(parameters);
            losses.push(
              Promise.all([loss.data(), same.loss.data(), sub(gradients.kernel!, same.gradients.kernel!).data()]),
            );
            const there = again(map(parameters, (value, path) => add(value, mul(gradients[path]!, 0.05))));
            return { updates: map(there.gradients, (gradient) => mul(gradient, -0.05)), state: {} };
          }),
      };
      using model = new Affine(3, 1, { noise: 0.5 });
      using plain = new Affine(3, 1, { noise: 0.5 });
      await expectNoLeak(async () => {
        await fit(model, lineBatches(), { loss: squaredError, optimizer: sharpness, epochs: 2, accumulate: 2 });
      });
      await fit(plain, lineBatches(), { loss: squaredError, optimizer: momentum(0.05), epochs: 2, accumulate: 2 });
      for (const [first, second, difference] of (await Promise.all(losses)) as Float32Array[][]) {
        expect(second).toEqual(first);
        expect([...difference!]).toEqual([0, 0, 0]);
      }
      // Buffers saw each batch once.
      expect(await numbers({ m: model.runningMean.value })).toEqual(await numbers({ m: plain.runningMean.value }));
    });
  });

  describe("the optimizer's state", () => {
    it('stops the run where a moment is no longer finite: which one, and in which step', async () => {
      using model = new Affine(1, 1);
      const y = 1.7e18;
      const data = [{ x: hostArray(Float32Array.of(10, 20), [2, 1]), y: hostArray(Float32Array.of(y, y), [2, 1]) }];
      await expectNoLeak(() =>
        expectError(
          () => fit(model, data, { loss: squaredError, optimizer: adam(), epochs: 3 }),
          DivergedError,
          "fit (step 1, batch 1 of epoch 1): the step made an optimizer state that is not finite; the first tensor that is not finite is the optimizer's next `secondMoment/kernel`. Lower the learning rate, clip the gradients, or look at the data.",
        ).then(() => {}),
      );
    });

    it('is looked at where no loss shows it, at the end of an epoch at the latest', async () => {
      using model = new Affine(3, 1);
      const broken: Optimizer = {
        name: 'broken',
        init: (parameters) => tidy(() => map(parameters, (value) => mul(value, 0))),
        update: (gradients, { state, clock }) => ({
          updates: tidy(() => map(gradients, (gradient) => mul(gradient, -0.01))),
          state: tidy(() => map(state, (value) => add(value, clock.step === 2 ? Number.POSITIVE_INFINITY : 0))),
        }),
      };
      await expectNoLeak(async () => {
        await expect(fit(model, lineBatches(), { loss: squaredError, optimizer: broken, epochs: 3 })).rejects.toThrow(
          "fit (step 6, batch 6 of epoch 1): an earlier step made an optimizer state that is not finite; the first tensor that is not finite is the optimizer's `kernel`.",
        );
      });
    });

    it('has the names, shapes and dtypes that it had before', async () => {
      using model = new Affine(3, 1);
      const good = momentum();
      const refuse = (optimizer: Partial<Optimizer>, message: string): Promise<void> =>
        expectNoLeak(() =>
          expectError(
            () => fit(model, lineBatches(), { loss: squaredError, epochs: 1, optimizer: { ...good, ...optimizer } }),
            ShapeError,
            message,
          ).then(() => {}),
        );
      const place = '(step 1, batch 1 of epoch 1)';
      await refuse(
        {
          name: 'spread',
          update: (gradients, input) => {
            const { updates, state } = good.update(gradients, input);
            return { updates: { ...updates, kernel: mul(gradients.bias!, 1) }, state };
          },
        },
        `spread ${place}: \`kernel\` must be float32 of shape [3, 1], an update as before; received float32 of shape [1].`,
      );
      await refuse(
        {
          name: 'wide',
          update: (gradients, input) => ({
            ...good.update(gradients, input),
            state: { kernel: mul(gradients.bias!, 1) },
          }),
        },
        `wide ${place}: \`kernel\` must be float32 of shape [3, 1], state as before; received float32 of shape [1].`,
      );
      await refuse(
        {
          name: 'more',
          update: (gradients, input) => {
            const step = good.update(gradients, input);
            return { ...step, state: { ...step.state, third: mul(gradients.bias!, 1) } };
          },
        },
        `more ${place}: \`third\` must be none, state as before; received float32 of shape [1].`,
      );
      await refuse(
        { name: 'less', update: (gradients, input) => ({ ...good.update(gradients, input), updates: {} }) },
        `less ${place}: \`kernel\` must be float32 of shape [3, 1], an update as before; received none.`,
      );
      // What it was given may be given back.
      await expectNoLeak(() =>
        fit(model, lineBatches(), {
          loss: squaredError,
          epochs: 2,
          optimizer: { ...good, update: (gradients, { state }) => ({ updates: gradients, state }) },
        }).then(() => {}),
      );
    });
  });
});
