import { NeuriteError } from '@neurite/core';
import {
  engine,
  memory,
  type NamedAttrMap,
  type NamedTensorMap,
  backend as runningBackend,
  type Tensor,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WasmBackend } from '../../src/internal/backend.js';
import { ownKernels } from '../../src/internal/kernels/index.js';
import { generator, useGuardedWasm } from '../support/engines.js';
import type { GuardedAllocator } from '../support/guarded-allocator.js';
import { layerCalls } from '../support/layer-calls.js';
import { mutate, type PlainCall, type PlainTensor } from '../support/mutations.js';
import { tensorCalls } from '../support/tensor-calls.js';

/** Wrong calls of each kernel. Those of one tensor alone have fewer mistakes to make, and most share their checks. */
const CALLS = 20;
const CALLS_OF_ONE = 10;

const calls = { ...tensorCalls, ...layerCalls };
let guarded: GuardedAllocator;

beforeAll(async () => {
  guarded = await useGuardedWasm();
});

/** The right calls of a kernel, as they are made elsewhere. */
function rightCalls(name: string): PlainCall[] {
  const found: PlainCall[] = [];
  const plain = (x: Tensor): PlainTensor => ({ values: [...x.dataSync()].map(Number), shape: x.shape, dtype: x.dtype });
  const record = (shape: number[]): unknown =>
    calls[name]!((inputs, attrs = {}) => {
      const given = Object.entries(inputs as Record<string, Tensor>).map(([key, x]) => [key, plain(x)] as const);
      const list = Array.isArray(inputs) ? given.map(([, x]) => x) : Object.fromEntries(given);
      found.push({ inputs: list, attrs: { ...attrs } });
      return undefined;
    }, shape);
  tidy(() => {
    record([2, 3]);
    record([4, 1]);
  });
  return found;
}

type Outcome = { readonly outputs: readonly string[] } | { readonly error: unknown };

/** Runs a call where everything that belongs to nobody holds one word, and says what came of it. */
function outcome(name: string, { inputs, attrs }: PlainCall, word: number): Outcome {
  guarded.fill = word;
  const { numTensors } = memory();
  const { liveBytes } = (runningBackend() as WasmBackend).memory();
  let result: Outcome;
  try {
    result = tidy(() => {
      const make = ({ values, shape, dtype }: PlainTensor): Tensor => tensor([...values], [...shape], dtype);
      const given = Array.isArray(inputs)
        ? inputs.map(make)
        : Object.fromEntries(Object.entries(inputs).map(([key, x]) => [key, make(x)]));
      const outputs = [engine().runKernel(name, given as NamedTensorMap, attrs as NamedAttrMap)].flat() as Tensor[];
      return { outputs: outputs.map((x) => `${x.dtype} [${x.shape}] ${[...x.dataSync()]}`) };
    });
  } catch (error) {
    result = { error };
  }
  expect(memory().numTensors).toBe(numTensors);
  // Scratch and generated kernels stay.
  expect((runningBackend() as WasmBackend).memory().liveBytes - liveBytes).toBeLessThan(2 ** 22);
  return result;
}

describe('a kernel that is called with wrong arguments', () => {
  it('is any of ours', () => {
    expect(Object.keys(calls).sort()).toEqual(Object.keys(ownKernels).sort());
  });

  it.each(Object.keys(ownKernels).sort())('%s says so, or answers without reading or writing elsewhere', (name) => {
    const right = rightCalls(name);
    const draw = generator(name.length * 7919 + name.charCodeAt(0));
    const isOfOne = right.every(({ inputs, attrs }) => Object.keys(inputs).length + Object.keys(attrs).length === 1);
    for (let i = 0; i < (isOfOne ? CALLS_OF_ONE : CALLS); i++) {
      const call = mutate(right[i % right.length]!, draw);
      const text = JSON.stringify(call);
      const first = outcome(name, call, 0xffffffff);
      const second = outcome(name, call, 0x2a2a2a2a);
      expect(guarded.check(), text).toEqual([]);
      if ('error' in first) {
        expect(first.error, `${text}\n${(first.error as Error).stack}`).toBeInstanceOf(NeuriteError);
        expect((first.error as Error).message, text).toMatch(/\.$/);
      }
      expect('error' in second, text).toBe('error' in first);
      if ('outputs' in first && 'outputs' in second) expect(second.outputs, text).toEqual(first.outputs);
    }
  });
});
