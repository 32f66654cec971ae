import type { NamedTensors, Optimizer } from '@neurite/core';
import { expectClose, expectNoLeak, onEachBackend } from '@neurite/testing';
import { add, clone, dispose, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { adam, adamW, addDecayedWeights, chain, clipByValue, scaleByLearningRate, sgd } from '../src/index.js';
import { inputAt } from './input-at.js';
import { mapTensors, runSteps } from './run-steps.js';

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

  it('scaleByLearningRate alone is sgd without momentum', async () => {
    expect(await after(scaleByLearningRate(0.1), 5)).toEqual(await after(sgd({ learningRate: 0.1 }), 5));
  });

  it('a chain runs its links in their order', async () => {
    // The gradient of the first weight is 1: cut to 0.5 and then scaled, or scaled to −0.1 and not cut.
    const cutFirst = await after(chain(clipByValue(0.5), scaleByLearningRate(0.1)), 1);
    const cutLast = await after(chain(scaleByLearningRate(0.1), clipByValue(0.5)), 1);
    await expectClose(cutFirst['dense.kernel']!, [0.95, -1.95]);
    await expectClose(cutLast['dense.kernel']!, [0.9, -1.8]);
  });

  it('leaves undecayed parameters alone', async () => {
    const still = { kernel: tensor1d([1]), bias: tensor1d([1]) };
    const zero = { kernel: tensor1d([0]), bias: tensor1d([0]) };
    const { updates } = addDecayedWeights({ weightDecay: 0.5, weightDecayMask: (path) => path === 'kernel' }).update(
      zero,
      inputAt(0, {}, still),
    );
    await expectClose(updates.kernel!, [0.5]);
    await expectClose(updates.bias!, [0]);
    dispose([...Object.values(still), ...Object.values(zero), ...Object.values(updates)]);
  });

  it.each([
    ['adam', (): Optimizer => adam({ learningRate: 0.1 })],
    ['adamW', (): Optimizer => adamW({ learningRate: 0.1, weightDecayMask: (path) => path === 'kernel' })],
    ['sgd', (): Optimizer => sgd({ learningRate: 0.1, weightDecay: 0.1 })],
    [
      'sgd with momentum',
      (): Optimizer =>
        sgd({
          learningRate: 0.1,
          momentum: 0.9,
          nesterov: true,
          weightDecay: 0.1,
          weightDecayMask: (path) => path === 'kernel',
        }),
    ],
    ['a chain with adam at its end', (): Optimizer => chain(clipByValue(0.5), adam({ learningRate: 0.1 }))],
  ])('%s applies what it would update, to the bit, and leaves nothing else', async (_, make) => {
    const optimizer = make();
    const parameters = { kernel: tensor1d([1, -2, 0.3, 4, 5]), bias: tensor1d([0.5]) };
    const gradients = { kernel: tensor1d([0.1, 2, -0.3, 1e-3, 0]), bias: tensor1d([-1]) };
    const first = optimizer.update(gradients, inputAt(0, optimizer.init(parameters), parameters)).state;
    const bits = async (named: NamedTensors): Promise<Record<string, number[]>> => {
      const entries = Object.entries(named).map(
        async ([path, value]): Promise<[string, number[]]> => [path, [...(await value.data())]],
      );
      return Object.fromEntries(await Promise.all(entries));
    };
    const { updates, state } = optimizer.update(gradients, inputAt(1, first, parameters));
    const sum = (value: Tensor, path: string): Tensor => add(value, updates[path]!);
    const applied = optimizer.apply!(gradients, inputAt(1, first, parameters));
    expect(await bits(applied.parameters)).toEqual(await bits(mapTensors(parameters, sum)));
    expect(await bits(applied.state)).toEqual(await bits(state));
    await expectNoLeak(() => optimizer.apply!(gradients, inputAt(1, first, parameters)));
  });

  it('a chain applies only where its last link does', () => {
    expect(chain(adam(), clipByValue(1)).apply).toBeUndefined();
  });
});
