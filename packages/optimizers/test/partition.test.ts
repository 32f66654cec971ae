import { ArgumentError, type NamedTensors } from '@neurite/core';
import { expectClose, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import { dispose, scalar, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  adam,
  chain,
  exponentialMovingAverage,
  frozen,
  maxNorm,
  minMaxNorm,
  muon,
  nonNegative,
  partition,
  scheduleFreeSgd,
  sgd,
  sharpnessAware,
  unitNorm,
} from '../src/index.js';
import { inputAt } from './support/input-at.js';

const weights = (): NamedTensors => ({
  'dense.kernel': tensor2d([
    [3, 0.3],
    [-4, 0.4],
  ]),
  'dense.bias': tensor1d([1, -2]),
});
const zeros = (): NamedTensors => ({
  'dense.kernel': tensor2d([
    [0, 0],
    [0, 0],
  ]),
  'dense.bias': tensor1d([0, 0]),
});

onEachBackend(() => {
  it('partition lets the first pattern that matches decide, and names the states by their parts', async () => {
    const optimizer = partition(
      ['dense.kernel', sgd({ learningRate: 1, momentum: 0.5 })],
      [/./, sgd({ learningRate: 0.1 })],
    );
    expect(optimizer.name).toBe('partition(sgd, sgd)');
    const parameters = weights();
    const state = optimizer.init(parameters);
    expect(Object.keys(state)).toEqual(['0/velocity/dense.kernel']);
    const { updates, state: next } = optimizer.update(parameters, inputAt(0, { state, parameters }));
    expect(Object.keys(next)).toEqual(Object.keys(state));
    await expectClose(updates['dense.kernel']!, [
      [-3, -0.3],
      [4, -0.4],
    ]);
    await expectClose(updates['dense.bias']!, [-0.1, 0.2]);
    dispose([parameters, state, updates, next]);
  });

  it('partition says which parameter no pattern matches', async () => {
    const optimizer = partition(['dense.kernel', sgd()]);
    const parameters = weights();
    await expectNoLeak(() =>
      expectError(
        () => optimizer.init(parameters),
        ArgumentError,
        'partition: `parts` must match the path of every parameter; received none for `dense.bias`. Let the last pattern be /./, which matches all that is left.',
      ),
    );
    dispose(parameters);
  });

  it('partition evaluates with the averages of those parts that have them, and with copies else', async () => {
    const averaged = chain(sgd({ learningRate: 1 }), exponentialMovingAverage({ decay: 0.5 }));
    const optimizer = partition([/bias$/, averaged], [/./, sgd()]);
    expect(partition([/./, sgd()])).not.toHaveProperty('evaluationParameters');
    const parameters = weights();
    const state = { '0/1/average/dense.bias': tensor1d([7, 8]) };
    const evaluation = optimizer.evaluationParameters!(state, parameters);
    await expectClose(evaluation['dense.bias']!, [7, 8]);
    await expectClose(evaluation['dense.kernel']!, await parameters['dense.kernel']!.data(), {});
    expect(evaluation['dense.kernel']).not.toBe(parameters['dense.kernel']);
    dispose([parameters, state, evaluation]);
  });

  it('a part may evaluate again, at its own parameters', async () => {
    const asked: (readonly string[])[] = [];
    const optimizer = partition([/kernel$/, chain(sharpnessAware(), sgd({ learningRate: 1 }))], [/./, sgd()]);
    const parameters = weights();
    const state = optimizer.init(parameters);
    const step = optimizer.update(parameters, {
      ...inputAt(0, { state, parameters }),
      evaluate: (at) => {
        asked.push(Object.keys(at));
        return { loss: scalar(0), gradients: zeros() };
      },
    });
    expect(asked).toEqual([['dense.kernel', 'dense.bias']]);
    await expectClose(step.updates['dense.kernel']!, [
      [0, 0],
      [0, 0],
    ]);
    dispose([parameters, state, step]);
  });

  it('frozen keeps what matches, NaN or not, and lets the rest go on', async () => {
    const optimizer = chain(sgd({ learningRate: 1 }), frozen('dense.bias'));
    const parameters = weights();
    const gradients = { ...zeros(), 'dense.bias': tensor1d([Number.NaN, 5]) };
    const { updates } = optimizer.update(gradients, inputAt(0, { parameters }));
    await expectClose(updates['dense.bias']!, [0, 0]);
    dispose([parameters, gradients, updates]);
  });

  it('frozen names the paths there are where nothing matches, and forgives what leaves or joins later', async () => {
    const parameters = weights();
    for (const optimizer of [frozen('dense.kernl'), chain(adam(), frozen('dense.kernl'))]) {
      await expectNoLeak(() =>
        expectError(
          () => optimizer.init(parameters),
          ArgumentError,
          'frozen: `pattern` must match the path of a parameter that trains; received dense.kernl. The paths are dense.kernel, dense.bias.',
        ).then(() => {}),
      );
    }
    const { 'dense.kernel': kernel, ...rest } = parameters;
    const optimizer = chain(sgd(), frozen('dense.kernel'));
    expect([optimizer.init(parameters), optimizer.init(rest)]).toEqual([{}, {}]);
    const part = partition(['dense.kernel', sgd()], [/./, frozen()]);
    expect(part.init({ 'dense.kernel': kernel! })).toEqual({});
    dispose(parameters);
  });

  it.each([
    [
      'maxNorm',
      maxNorm(1),
      [
        [0.6, 0.3],
        [-0.8, 0.4],
      ],
      [0.4472136, -0.8944272],
    ],
    [
      'maxNorm of rows',
      maxNorm(1, { axes: [-1], mask: (path: string) => path.endsWith('kernel') }),
      [
        [0.9950372, 0.0995037],
        [-0.9950372, 0.0995037],
      ],
      [1, -2],
    ],
    [
      'unitNorm',
      unitNorm(),
      [
        [0.6, 0.6],
        [-0.8, 0.8],
      ],
      [0.4472136, -0.8944272],
    ],
    [
      'minMaxNorm',
      minMaxNorm({ minimum: 1, maximum: 2 }),
      [
        [1.2, 0.6],
        [-1.6, 0.8],
      ],
      [0.8944272, -1.7888544],
    ],
    [
      'nonNegative',
      nonNegative({ mask: (path) => path.endsWith('kernel') }),
      [
        [3, 0.3],
        [0, 0.4],
      ],
      [1, -2],
    ],
  ])('%s makes the next weights what it says', async (_, constraint, kernel, bias) => {
    const optimizer = chain(sgd({ learningRate: 1 }), constraint);
    const [parameters, gradients] = [weights(), zeros()];
    const next = optimizer.apply?.(gradients, inputAt(0, { parameters }));
    const { updates } = optimizer.update(gradients, inputAt(0, { parameters }));
    const values = async (path: string): Promise<number[]> => {
      const [from, by] = [await parameters[path]!.data(), await updates[path]!.data()];
      return [...from].map((value, i) => value + by[i]!);
    };
    await expectClose(await values('dense.kernel'), kernel.flat(), { absolute: 1e-6 });
    await expectClose(await values('dense.bias'), bias, { absolute: 1e-6 });
    dispose([parameters, gradients, updates, ...(next === undefined ? [] : [next])]);
  });

  it('constraints leave zeros as they are', async () => {
    const parameters = zeros();
    for (const constraint of [maxNorm(1), unitNorm(), minMaxNorm({ minimum: 1 })]) {
      const { updates } = constraint.update(parameters, inputAt(0, { parameters }));
      await expectClose(updates['dense.bias']!, [0, 0]);
      dispose(updates);
    }
    dispose(parameters);
  });

  it('muon moves matrices that it may, and leaves the rest to others', () => {
    const optimizer = muon({ matrices: (path) => path !== 'head.kernel', others: adam() });
    const parameters = { ...weights(), 'head.kernel': tensor2d([[1]]) };
    const state = optimizer.init(parameters);
    expect(Object.keys(state).sort()).toEqual([
      '0/momentum/dense.kernel',
      ...['firstMoment', 'secondMoment'].flatMap((slot) => [`1/${slot}/dense.bias`, `1/${slot}/head.kernel`]),
    ]);
    dispose([parameters, state]);
  });

  it('schedule-free shares are those of one sum, from whatever step a parameter joined and however calls are ordered', async () => {
    const optimizer = scheduleFreeSgd({ learningRate: (step) => 0.1 * Math.min(1, (step + 1) / 4) });
    const parameters = { a: tensor1d([1]) };
    const state = { 'base/a': tensor1d([2]) };
    const gradients = { a: tensor1d([0]) };
    const rates = [0.025, 0.05, 0.075, 0.1, 0.1];
    const share = (from: number, to: number): number =>
      rates[to]! ** 2 / rates.slice(from, to + 1).reduce((sum, rate) => sum + rate ** 2, 0);
    for (const [from, to] of [
      [0, 4],
      [0, 2],
      [2, 4],
      [0, 3],
      [0, 4],
    ] as const) {
      const step = optimizer.update(gradients, inputAt(to, { state, parameters, joined: { a: from } }));
      await expectClose(step.updates.a!, [share(from, to)], { relative: 1e-6 });
      dispose(step);
    }
    dispose([parameters, state, gradients]);
  });
});
