import '@tensorflow/tfjs-backend-wasm';
import { getKernelsForBackend } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { kernelCases, leftOut } from '../src/kernels/index.js';
import { sameDigest } from '../src/kernels/run-kernel.js';

it('has a case for every kernel of tfjs’s wasm backend', () => {
  const measured = new Set([...kernelCases.map(({ kernel }) => kernel), ...leftOut]);
  const theirs = getKernelsForBackend('wasm').map(({ kernelName }) => kernelName);
  expect(theirs.filter((kernel) => !measured.has(kernel))).toEqual([]);
});

it('gives each case a name of its own, and each row two sizes', () => {
  expect(new Set(kernelCases.map(({ name }) => name)).size).toBe(kernelCases.length);
  for (const { row } of kernelCases) expect(kernelCases.filter((each) => each.row === row)).toHaveLength(2);
});

it('tells values apart, but not the rounding of sums', () => {
  expect(sameDigest([4, 1, 0.5, 0.1], [4, 1.000001, 0.5, 0.1])).toBe(true);
  expect(sameDigest([4, 1, 0.5, 0.1], [4, 1, 0.6, 0.1])).toBe(false);
  expect(sameDigest([4, 1, 0.5, 0.1], [4, 1, 0.5, 0.1, 1, 0, 0, 0])).toBe(false);
  expect(sameDigest([4, Number.NaN, 0, 0], [4, Number.NaN, 0, 0])).toBe(true);
});
