import { engine, type NamedAttrMap, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, type Plain, randomPlain, runOn, strangePlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

/** Runs one of the project's kernels by its name, and checks that it wrote nowhere else. */
async function run(name: string, inputs: Readonly<Record<string, Plain>>, attrs: object = {}): Promise<Plain[]> {
  const names = Object.keys(inputs);
  const outputs = await runOn(
    'wasm',
    (...tensors) =>
      engine().runKernel(name, Object.fromEntries(names.map((key, i) => [key, tensors[i]!])), attrs as NamedAttrMap) as
        | Tensor
        | Tensor[],
    Object.values(inputs),
  );
  expect((await useGuardedWasm()).check()).toEqual([]);
  return outputs;
}

describe('the gradient of relu', () => {
  it('passes the gradient where the output is positive', async () => {
    const dy = randomPlain([5, 9], 1);
    const y = strangePlain([5, 9], 2);
    const [dx] = await run('ReluGrad', { dy, y });
    expectClose(
      dx!.values,
      y.values.map((value, i) => (Number.isNaN(value) ? Number.NaN : value > 0 ? dy.values[i]! : 0)),
      0,
    );
  });
});
