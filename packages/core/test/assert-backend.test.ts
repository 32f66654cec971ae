import { expectError } from '@neurite/testing';
import { engine, findBackendFactory, registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  assertBackend,
  BackendError,
  type Blueprint,
  build,
  hostArray,
  Neuron,
  spec,
  tensorsFromHost,
} from '../src/index.js';

const neuron: Blueprint = {
  name: 'neuron',
  outputSpec: () => spec([1]),
  build: () => new Neuron({ inputs: 1 }) as never,
};

// As the testing package has registered it.
const cpu = findBackendFactory('cpu');

describe('without a backend', () => {
  beforeAll(() => {
    for (const name of Object.keys(engine().registryFactory)) removeBackend(name);
  });

  it.each([
    ['build', () => build(neuron, { input: [1] })],
    ['Neuron', () => new Neuron({ inputs: 2 })],
    ['tensorsFromHost', () => tensorsFromHost({ w: { ...hostArray(Float32Array.of(1)), dtype: 'float32' } })],
    ['decode', () => assertBackend('decode')],
  ])('%s says what to write', async (where, call) => {
    await expectError(
      call,
      BackendError,
      `${where}: no backend is turned on. Write \`await useWasm()\` of @neurite/backend-wasm first, or turn on another one.`,
    );
  });
});

it('a backend that is registered alone is started by the first operation', () => {
  registerBackend('cpu', cpu);
  assertBackend('here');
  using model = build(neuron, { input: [1] });
  expect(model).toBeInstanceOf(Neuron);
  assertBackend('here');
});
