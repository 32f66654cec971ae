import { BackendError, hostArray, Module } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { engine, mul, removeBackend, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, it } from 'vitest';
import { evaluate, predict, toTensors } from '../src/index.js';
import { squaredError } from './support/toys.js';

class Double extends Module<Tensor, Tensor> {
  override forward(x: Tensor): Tensor {
    return mul(x, 2);
  }
}

beforeAll(() => {
  for (const name of Object.keys(engine().registryFactory)) removeBackend(name);
});

const x = hostArray(Float32Array.of(1, 2));

it.each<[string, () => unknown]>([
  ['toTensors', () => toTensors({ x, y: x })],
  ['predict', () => predict(new Double(), x)],
  ['evaluate (batch 1)', () => evaluate(new Double(), [{ x, y: x }], { loss: squaredError })],
])('%s says how to turn a backend on', async (where, call) => {
  await expectError(
    call,
    BackendError,
    `${where}: no backend is turned on. Write \`await useWasm()\` of @neurite/backend-wasm first, or turn on another one.`,
  );
});
