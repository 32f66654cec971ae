import { ArgumentError, BackendError, ShapeError } from '@neurite/core';
import type { ElementwiseProgram } from '@neurite/ops';
import { engine, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { elementwiseModule } from '../../src/internal/kernels/optimizers/elementwise-module.js';
import { useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

/** The running mean of squares: with β = constant 0, `m' = βm + (1 − β)g²`, and `p' = p − g · rate`. */
const program: ElementwiseProgram = {
  tensors: ['gradient', 'mean', 'parameter'],
  scalars: ['rate'],
  constants: 2,
  instructions: [
    ['mul', 1, 4],
    ['mul', 0, 0],
    ['mul', 7, 5],
    ['add', 6, 8],
    ['mul', 0, 3],
    ['sub', 2, 10],
  ],
  outputs: [11, 9],
};

type Row = { readonly gradient: number[]; readonly mean: number[]; readonly parameter: number[] };

/** Runs it for several parameters, and checks that it wrote nowhere else. */
async function run(rows: readonly Row[], constants: readonly number[][], rate = 0.5): Promise<number[][]> {
  const guarded = await useGuardedWasm();
  const results = tidy(() => {
    const inputs: Record<string, Tensor> = { rate: tensor(rate) };
    rows.forEach((row, i) => {
      for (const [name, values] of Object.entries(row))
        inputs[`${name} ${i}`] = tensor(values, [values.length], 'float32');
    });
    return engine().runKernel('ElementwiseStep', inputs, { program, constants } as never) as Tensor[];
  });
  const values = results.map((result) => [...result.dataSync()]);
  for (const result of results) result.dispose();
  expect(guarded.check()).toEqual([]);
  return values;
}

function counted(length: number, factor: number): number[] {
  return Array.from({ length }, (_, i) => Math.fround(((i + 1) * factor) % 3));
}

const row = (length: number): Row => ({
  gradient: counted(length, 0.7),
  mean: counted(length, 1.1),
  parameter: counted(length, -0.3),
});

describe('the kernel ElementwiseStep', () => {
  it('steps parameters of any length with their own constants, and writes nowhere else', async () => {
    const lengths = [0, 1, 2, 3, 4, 5, 7, 8, 131];
    const constants = lengths.map((_, i) => [0.9, 0.1 * i]);
    const results = await run(lengths.map(row), constants);
    lengths.forEach((length, i) => {
      const { gradient, mean, parameter } = row(length);
      const [beta, rest] = constants[i]!.map(Math.fround) as [number, number];
      const { fround } = Math;
      expect(results[2 * i]).toEqual(parameter.map((p, j) => fround(p - fround(gradient[j]! * 0.5))));
      expect(results[2 * i + 1]).toEqual(
        gradient.map((g, j) => fround(fround(mean[j]! * beta) + fround(fround(g * g) * rest))),
      );
    });
  });

  it('lets state fade to 0 instead of into denormals, but keeps NaN', async () => {
    const small = [1.2e-38, -1.2e-38, Number.NaN, 1e-30, 1.2e-38];
    const zeros = small.map(() => 0);
    const [parameter, mean] = await run([{ gradient: zeros, mean: small, parameter: small }], [[0.9, 0.1]]);
    expect(mean!.map(Math.abs)).toEqual([0, 0, Number.NaN, Math.fround(Math.fround(1e-30) * Math.fround(0.9)), 0]);
    expect(parameter).toEqual(small.map(Math.fround));
  });

  it('is generated once for programs that are alike', async () => {
    await run([row(5)], [[0.9, 0.1]]);
    const once = (await useGuardedWasm()).use.liveBytes;
    const again = structuredClone(program);
    tidy(() => {
      const { gradient, mean, parameter } = row(5);
      const inputs = {
        rate: tensor(1),
        'gradient 0': tensor(gradient),
        'mean 0': tensor(mean),
        'parameter 0': tensor(parameter),
      };
      engine().runKernel('ElementwiseStep', inputs, { program: again, constants: [[0.5, 0.5]] } as never);
    });
    expect((await useGuardedWasm()).use.liveBytes).toBe(once);
  });

  it('stays a module that a page may compile at once', () => {
    expect(elementwiseModule(program, true).length).toBeLessThan(800);
  });

  it('refuses what does not fit', () => {
    const call = (inputs: Record<string, Tensor>, attrs: object = { program, constants: [[0.9, 0.1]] }): unknown =>
      tidy(() => engine().runKernel('ElementwiseStep', inputs, attrs as never));
    const x = tensor([1, 2, 3, 4, 5]);
    const inputs = { rate: tensor(1), 'gradient 0': x, 'mean 0': x, 'parameter 0': x };
    expect(() => call({ ...inputs, 'mean 0': tensor([1]) })).toThrow(
      new ShapeError({ where: 'ElementwiseStep', argument: 'mean 0', expected: 'have shape [5]', received: '[1]' }),
    );
    expect(() => call({ ...inputs, rate: x })).toThrow(
      new ShapeError({ where: 'ElementwiseStep', argument: 'rate', expected: 'have shape []', received: '[5]' }),
    );
    const { 'mean 0': _, ...without } = inputs;
    expect(() => call(without)).toThrow(ArgumentError);
    expect(() => call(inputs, { program, constants: [[0.9]] })).toThrow(
      'ElementwiseStep: `constants[0]` must have 2 elements; received 1.',
    );
    const wrong = { ...program, outputs: [99] };
    expect(() => call(inputs, { program: wrong, constants: [[0.9, 0.1]] })).toThrow(BackendError);
    expect(() => call({ ...inputs, 'mean 0': tensor([1, 2, 3, 4, 5], [5], 'int32') })).toThrow(
      'ElementwiseStep: `mean 0` must be float32; received int32. Convert it with cast.',
    );
  });
});
