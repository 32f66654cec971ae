import {
  engine,
  env,
  getBackend,
  type NamedAttrMap,
  registerBackend,
  setBackend,
  type Tensor,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expect } from 'vitest';
import { createBackend } from '../../src/internal/create-backend.js';
import { loadModule } from '../../src/internal/load-module.js';
import { registerKernels } from '../../src/internal/register-kernels.js';
import { supportedSimd } from '../../src/internal/simd.js';
import { GuardedAllocator } from './guarded-allocator.js';

// Now tfjs-core counts what each kernel makes and fails where it is more than its outputs.
env().set('IS_TEST', true);

let guarded: GuardedAllocator | undefined;

/** Registers the engine with an allocator that guards its pieces. Call it in beforeAll. */
export async function useGuardedWasm(): Promise<GuardedAllocator> {
  if (guarded === undefined) {
    const allocator = new GuardedAllocator();
    guarded = allocator;
    const module = await loadModule(supportedSimd()!, {});
    registerBackend('wasm', () => createBackend(module, { allocator }));
    registerKernels();
  }
  await setBackend('wasm');
  return guarded;
}

/** A tensor as plain numbers. */
export type Plain = {
  readonly values: readonly number[];
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
};

/** An operation on tensors, made anew on each backend. */
export type Operation = (...inputs: Tensor[]) => Tensor | Tensor[];

/** Runs an operation on a backend and reads its results. */
export async function runOn(backend: string, operation: Operation, inputs: readonly Plain[]): Promise<Plain[]> {
  if (getBackend() !== backend) await setBackend(backend);
  const outputs = tidy(() =>
    operation(...inputs.map(({ values, shape, dtype }) => tensor([...values], [...shape], dtype))),
  );
  const list = Array.isArray(outputs) ? outputs : [outputs];
  const read = list.map((output) => ({
    values: [...output.dataSync()].map(Number),
    shape: output.shape,
    dtype: output.dtype as Plain['dtype'],
  }));
  for (const output of list) output.dispose();
  return read;
}

/** Runs a kernel by its name, with any attributes; `Outputs` are what it returns. */
export function runKernel<Outputs extends Tensor | Tensor[] = Tensor>(
  name: string,
  inputs: Readonly<Record<string, Tensor>>,
  attrs: object = {},
): Outputs {
  return engine().runKernel(name, inputs, attrs as NamedAttrMap) as Outputs; // as the caller says
}

/** Runs one of the project's kernels by its name on the engine, and checks that it wrote nowhere else. */
export async function runGuarded(
  name: string,
  inputs: Readonly<Record<string, Plain>>,
  attrs: object = {},
): Promise<Plain[]> {
  const names = Object.keys(inputs);
  const operation: Operation = (...tensors) =>
    runKernel<Tensor | Tensor[]>(name, Object.fromEntries(names.map((key, i) => [key, tensors[i]!])), attrs);
  const outputs = await runOn('wasm', operation, Object.values(inputs));
  expect((await useGuardedWasm()).check()).toEqual([]);
  return outputs;
}

/** Fails where the engine and the cpu backend differ, or where a kernel wrote outside its output. */
export async function expectSameAsCpu(operation: Operation, inputs: readonly Plain[], tolerance = 1e-5): Promise<void> {
  const expected = await runOn('cpu', operation, inputs);
  const actual = await runOn('wasm', operation, inputs);
  const shapes = inputs.map(({ shape }) => `[${shape.join(', ')}]`).join(' and ');
  expect(guarded?.check() ?? [], `guards, for ${shapes}`).toEqual([]);
  expect(actual.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
    expected.map(({ shape, dtype }) => ({ shape, dtype })),
  );
  actual.forEach(({ values }, i) => {
    expectClose(values, expected[i]!.values, tolerance, shapes);
  });
}

/** Compares numbers by an error relative to 1 or to the number, whichever is larger; NaN equals NaN. */
export function expectClose(
  actual: readonly number[],
  expected: readonly number[],
  tolerance: number,
  where = '',
): void {
  expect(actual.length, where).toBe(expected.length);
  const wrong = actual.findIndex((value, i) => !close(value, expected[i]!, tolerance));
  expect(
    wrong < 0
      ? 'all close'
      : `${where}: element ${wrong} of ${actual.length} is ${actual[wrong]}, expected ${expected[wrong]}`,
  ).toBe('all close');
}

function close(a: number, b: number, tolerance: number): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (Number.isNaN(a) || Number.isNaN(b) || !Number.isFinite(a) || !Number.isFinite(b)) return false;
  return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));
}

/** Given numbers. */
export function floats(values: readonly number[], shape: readonly number[]): Plain {
  return { values, shape, dtype: 'float32' };
}

/** Numbers between −2 and 2, from a seed. */
export function randomPlain(shape: readonly number[], seed: number): Plain {
  const draw = generator(seed);
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { values: Array.from({ length: size }, () => Math.fround(draw() * 4 - 2)), shape, dtype: 'float32' };
}

/** Numbers with ties, zeros, NaN and infinities. */
export function strangePlain(shape: readonly number[], seed: number, strange: readonly number[] = STRANGE): Plain {
  const draw = generator(seed);
  const size = shape.reduce((product, extent) => product * extent, 1);
  return {
    values: Array.from({ length: size }, () => strange[Math.floor(draw() * strange.length)]!),
    shape,
    dtype: 'float32',
  };
}

const STRANGE: readonly number[] = [Number.NaN, Infinity, -Infinity, 0, -0, 1, -1, -1, 2.5, -3.75];

/** A small generator of numbers from 0 up to 1 (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
