import { ArgumentError, type NamedTensors, type Optimizer } from '@neurite/core';
import { expectClose, expectError, onEachBackend } from '@neurite/testing';
import { add, clone, dispose, profile, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  adam,
  adamW,
  addDecayedWeights,
  chain,
  clipByGlobalNorm,
  clipByValue,
  scaleByAdam,
  scaleByLearningRate,
  sgd,
  trace,
} from '../src/index.js';
import { inputAt } from './support/input-at.js';
import { mapTensors, runSteps } from './support/run-steps.js';

async function after(optimizer: Optimizer, steps: number): Promise<Record<string, number[]>> {
  const first = { 'dense.kernel': tensor1d([1, -2]), 'dense.bias': tensor1d([0.5]) };
  const found: Record<string, number[]> = {};
  const gradients = (parameters: NamedTensors): NamedTensors => mapTensors(parameters, (value) => clone(value));
  await runSteps(optimizer, first, gradients, {
    steps,
    visit: async (parameters) => {
      for (const [path, value] of Object.entries(parameters)) found[path] = [...(await value.data())];
    },
  });
  dispose(Object.values(first));
  return found;
}

/** How many programs ran. */
async function kernelsOf(f: () => unknown): Promise<number> {
  const { kernels } = await profile(() => tidy(() => void f()));
  return kernels.filter(({ name }) => name === 'ElementwiseStep').length;
}

onEachBackend(() => {
  it('addDecayedWeights before sgd is the weight decay of sgd', async () => {
    const weightDecayMask = (path: string): boolean => path.endsWith('kernel');
    const own = await after(sgd({ learningRate: 0.1, momentum: 0.9, weightDecay: 0.2, weightDecayMask }), 5);
    const composed = await after(
      chain(addDecayedWeights({ weightDecay: 0.2, weightDecayMask }), sgd({ learningRate: 0.1, momentum: 0.9 })),
      5,
    );
    expect(composed).toEqual(own);
  });

  it('links make the optimizers that are named, to the bit', async () => {
    expect(await after(scaleByLearningRate(0.1), 5)).toEqual(await after(sgd({ learningRate: 0.1 }), 5));
    expect(await after(chain(trace({ nesterov: true }), scaleByLearningRate(0.1)), 5)).toEqual(
      await after(sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }), 5),
    );
    expect(await after(chain(scaleByAdam(), scaleByLearningRate(0.1)), 5)).toEqual(
      await after(adam({ learningRate: 0.1 }), 5),
    );
    expect(await after(chain(scaleByAdam(), addDecayedWeights(), scaleByLearningRate(0.1)), 5)).toEqual(
      await after(adamW({ learningRate: 0.1 }), 5),
    );
  });

  it('a chain runs its links in their order', async () => {
    // The gradient of the first weight is 1: cut to 0.5 and then scaled, or scaled to −0.1 and not cut.
    const cutFirst = await after(chain(clipByValue(0.5), scaleByLearningRate(0.1)), 1);
    const cutLast = await after(chain(scaleByLearningRate(0.1), clipByValue(0.5)), 1);
    await expectClose(cutFirst['dense.kernel']!, [0.95, -1.95]);
    await expectClose(cutLast['dense.kernel']!, [0.9, -1.8]);
  });

  it.each([
    ['rules alone', 1, () => [clipByValue(0.5), addDecayedWeights(), trace(), scaleByLearningRate(0.1)]],
    ['rules around a link that has none', 2, () => [clipByValue(0.5), clipByGlobalNorm(1), trace(), adam()]],
    ['a chain of rules within', 1, () => [clipByValue(0.5), chain(trace(), scaleByLearningRate(0.1))]],
  ])(
    'a chain of %s is as many programs as it must, and what its links give, to the bit',
    async (_, programs, links) => {
      const optimizer = chain(...links());
      // A copy is an optimizer whose rule nobody knows.
      const oneByOne = chain(...links().map((link) => ({ ...link })));
      expect(await after(optimizer, 5)).toEqual(await after(oneByOne, 5));
      const parameters = { kernel: tensor1d([1, -2]), bias: tensor1d([0.5]) };
      const state = optimizer.init(parameters);
      const copied = oneByOne.init(parameters);
      expect(Object.keys(copied).sort()).toEqual(Object.keys(state).sort());
      expect(await kernelsOf(() => optimizer.apply!(parameters, inputAt(0, { state, parameters })))).toBe(programs);
      dispose([parameters, state, copied]);
    },
  );

  it('a chain applies only if its last link does', () => {
    const { apply: _, ...clipping } = clipByValue(1);
    expect(chain(adam(), clipping).apply).toBeUndefined();
    expect(chain(clipping, adam()).apply).toBeDefined();
  });

  it('a chain evaluates and takes gradients at the weights of the one link that has them', async () => {
    const averaging: Optimizer = {
      ...sgd({ momentum: 0.9 }),
      evaluationParameters: (state, parameters) =>
        mapTensors(parameters, (_, path) => clone(state[`velocity/${path}`]!)),
      gradientParameters: (state, parameters) =>
        mapTensors(parameters, (value, path) => add(value, state[`velocity/${path}`]!)),
    };
    const optimizer = chain(clipByValue(1), chain(averaging));
    const parameters = { kernel: tensor1d([1, 2]) };
    const state = { '1/0/velocity/kernel': tensor1d([3, 4]) };
    const [evaluated, moved] = [
      optimizer.evaluationParameters!(state, parameters),
      optimizer.gradientParameters!(state, parameters),
    ];
    await expectClose(evaluated.kernel!, [3, 4]);
    await expectClose(moved.kernel!, [4, 6]);
    dispose([parameters, state, evaluated, moved]);
    expect(chain(clipByValue(1), adam())).not.toHaveProperty('evaluationParameters');
    await expectError(
      () => chain(averaging, { ...averaging, name: 'other' }),
      ArgumentError,
      'chain: `optimizers` must have at most one with evaluationParameters; received sgd, other.',
    );
  });
});
