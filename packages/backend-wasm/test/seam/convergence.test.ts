import { valueAndGradients } from '@neurite/core';
import {
  add,
  conv2d,
  fused,
  logSoftmax,
  maxPool,
  mean,
  memory,
  mul,
  neg,
  oneHot,
  relu,
  reshape,
  type Scalar,
  setBackend,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, generator, randomPlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const SHAPES = { kernel: [3, 3, 1, 5], bias: [5], weights: [45, 3], offset: [3] };

/** Losses of a small convolutional network, step by step. */
async function train(backend: string, steps: number): Promise<number[]> {
  await setBackend(backend);
  const draw = generator(5);
  const images = tensor([...randomPlain([12, 10, 10, 1], 1).values], [12, 10, 10, 1]) as Tensor4D;
  const labels = oneHot(
    tensor(
      Array.from({ length: 12 }, () => Math.floor(draw() * 3)),
      [12],
      'int32',
    ) as never,
    3,
  );
  let parameters = Object.fromEntries(
    Object.entries(SHAPES).map(([name, shape], i) => [
      name,
      tidy(() => mul(tensor([...randomPlain(shape, i).values], shape), 0.2)),
    ]),
  ) as Record<keyof typeof SHAPES, Tensor>;
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const before = memory().numTensors;
    const { kernel, bias, weights, offset } = parameters;
    const loss = (): Scalar => {
      const features = maxPool(
        relu(add(conv2d(images, kernel as Tensor4D, 1, 'same'), bias)) as Tensor4D,
        2,
        2,
        'valid',
      );
      const narrow = maxPool(features, 3, 2, 'same');
      const flat = reshape(narrow, [12, 45]) as Tensor2D;
      const logits = fused.matMul({ a: flat, b: weights as Tensor2D, bias: offset });
      return mean(neg(sum(mul(logSoftmax(logits), labels), -1)));
    };
    const { value, gradients } = tidy(() => valueAndGradients(loss, parameters));
    losses.push(value.dataSync()[0]!);
    const next = Object.fromEntries(
      Object.entries(parameters).map(([name, old]) => [
        name,
        tidy(() => sub(old, mul(gradients[name as keyof typeof SHAPES], 0.5))),
      ]),
    ) as typeof parameters;
    for (const tensorOf of [value, ...Object.values(gradients), ...Object.values(parameters)]) tensorOf.dispose();
    parameters = next;
    expect(memory().numTensors).toBe(before);
  }
  images.dispose();
  labels.dispose();
  for (const parameter of Object.values(parameters)) parameter.dispose();
  return losses;
}

describe('a small network', () => {
  it('learns the same as on the cpu backend', async () => {
    const expected = await train('cpu', 25);
    const actual = await train('wasm', 25);
    expect(expected[24]!).toBeLessThan(expected[0]! / 2);
    expectClose(actual, expected, 1e-4);
    expect((await useGuardedWasm()).check()).toEqual([]);
  });
});
