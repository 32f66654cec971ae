import { useWasm } from '@neurite/backend-wasm';
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { kernelCases, leftOut } from '../src/kernels/index.js';
import { digestOf, inputsOf, runKernel } from '../src/kernels/run-kernel.js';

beforeAll(async () => void (await useWasm()));

/** Only tfjs's wasm backend has it. */
const unknown = ['LogicalXor'];
const small = kernelCases.filter(({ row }, i) => kernelCases.findIndex((each) => each.row === row) === i);

it.each(
  small.filter(({ kernel }) => ![...unknown, ...leftOut].includes(kernel)).map((each) => [each.name, each] as const),
)('runs %s on our engine and leaves nothing behind', (_, each) => {
  const before = memory().numTensors;
  const inputs = inputsOf(each.inputs);
  const outputs = runKernel(each, inputs);
  expect(digestOf(outputs).every(Number.isFinite)).toBe(true);
  for (const tensor of [...Object.values(inputs), ...outputs]) tensor.dispose();
  expect(memory().numTensors).toBe(before);
});
