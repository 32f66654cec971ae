import { BackendError, hostArray, Module } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { engine, findBackendFactory, mul, registerBackend, removeBackend, type Tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, it } from 'vitest';
import { evaluate, predict, toTensors } from '../src/index.js';
import { squaredError } from './support/toys.js';

class Double extends Module<Tensor, Tensor> {
  override forward(x: Tensor): Tensor {
    return mul(x, 2);
  }
}

// As the testing package has registered it; other files of this process need it again.
const cpu = findBackendFactory('cpu');
beforeAll(() => {
  for (const name of Object.keys(engine().registryFactory)) removeBackend(name);
});
afterAll(() => void registerBackend('cpu', cpu));

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
