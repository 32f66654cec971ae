import { operations } from '@neurite/ops';
import { engine, type NamedAttrMap, type Tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { expectClose, type Plain, runOn, useGuardedWasm } from './engines.js';

type Inputs = Readonly<Record<string, Plain>>;
type Composed = { compose: (inputs: Record<string, Tensor>, attrs: object) => Tensor | Tensor[] };

/** Runs a kernel of the project's operations here, and what it is composed of on the cpu backend. */
export async function expectAsComposed(
  name: string,
  inputs: Inputs,
  attrs: object = {},
  tolerance = 2e-5,
): Promise<Plain[]> {
  const names = Object.keys(inputs);
  const named = (tensors: Tensor[]): Record<string, Tensor> =>
    Object.fromEntries(names.map((key, i) => [key, tensors[i]!]));
  const actual = await runOn(
    'wasm',
    (...tensors) => engine().runKernel(name, named(tensors), attrs as NamedAttrMap) as Tensor | Tensor[],
    Object.values(inputs),
  );
  expect((await useGuardedWasm()).check(), `guards of ${name}`).toEqual([]);
  const operation = operations.find(({ kernelName }) => kernelName === name) as unknown as Composed; // as core makes them
  const expected = await runOn('cpu', (...tensors) => operation.compose(named(tensors), attrs), Object.values(inputs));
  expect(actual.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  actual.forEach(({ values }, i) => {
    expectClose(values, expected[i]!.values, tolerance, `output ${i} of ${name}`);
  });
  return actual;
}
