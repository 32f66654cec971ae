import { mapTensors, tensorsOf, valueAndGradients } from '@neurite/core';
import {
  expectClose,
  fixture,
  fixtureNumbers,
  fixtureTensors,
  type Json,
  type NestedNumbers,
  onLastBackend,
} from '@neurite/testing';
import { dispose, mul, type Scalar, slice, type Tensor, tensor, tidy, tile } from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import * as exported from '../src/index.js';

type Case = {
  readonly loss: string;
  readonly options: Readonly<Record<string, Json>>;
  readonly predictions: Json;
  readonly targets: Json;
  readonly value: Json;
  readonly gradient: Json;
};
type AnyLoss = (predictions: unknown, targets: unknown, options: object) => Scalar;

/** The number of elements of the predictions, at least. */
const SIZE = 1_000_000;
const losses = exported as unknown as Readonly<Record<string, AnyLoss>>; // by the names in the fixtures
// These compare the samples of a batch: a sample that stands there twice is another batch.
const comparing = ['circle', 'infoNce', 'minedTriplet'];
const files = ['classification', 'regression', 'embedding', 'segmentation', 'ctc'];
const firsts = new Map<string, Case>();
for (const one of files.flatMap((file) => fixture<{ cases: Case[] }>(`losses/${file}`).cases)) {
  const { loss, options } = one;
  if (comparing.includes(loss) || (options.reduction ?? 'mean') !== 'mean') continue;
  // One with weights, where there is one.
  const before = firsts.get(loss);
  if (before === undefined || (before.options.weights === undefined && options.weights !== undefined)) {
    firsts.set(loss, one);
  }
}

onLastBackend(() => {
  it.each([...firsts.values()])('$loss over a million elements is that of the few which they repeat', async (one) => {
    const { weights, ...options } = fixtureNumbers(one.options) as { weights?: number[] };
    const repeated = <T>(tree: T, times: number): T =>
      mapTensors(tree, (x) => tile(x, [times, ...x.shape.slice(1).map(() => 1)]));
    const few = [fixtureTensors(one.predictions), fixtureTensors(one.targets), weights && tensor(weights)] as const;
    const sizes = [...tensorsOf(few[0]).values()].map(({ size }) => size);
    const times = Math.ceil(SIZE / Math.max(...sizes));
    const many = repeated(few, times);
    const [predictions, targets, counts] = many;
    const of = Object.fromEntries([...tensorsOf(predictions)].map(([path, x]) => [path || 'x', x]));
    const given = counts === undefined ? options : { ...options, weights: counts };
    const { value, gradients } = valueAndGradients(() => losses[one.loss]!(predictions, targets, given), of);
    await expectClose(value, fixtureNumbers(one.value) as number, { relative: 1e-5, absolute: 1e-6 });
    for (const [path, expected] of tensorsOf(fixtureTensors(one.gradient))) {
      const gradient: Tensor = gradients[path || 'x']!;
      const last = [gradient.shape[0]! - expected.shape[0]!, ...expected.shape.slice(1).map(() => 0)];
      const own = tidy(() => mul(slice(gradient, last, expected.shape), times));
      await expectClose(own, (await expected.array()) as NestedNumbers, { relative: 1e-4, absolute: 5e-6 });
      dispose([own, expected]);
    }
    dispose([...tensorsOf([few, many, value, gradients]).values()]);
  });
});
