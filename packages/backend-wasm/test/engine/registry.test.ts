import { operations } from '@neurite/ops';
import { expect, it } from 'vitest';
import { wasmKernels } from '../../src/index.js';
import { kernelTables } from '../../src/internal/kernels/index.js';

it('has no kernel twice', () => {
  const names = kernelTables.flatMap((table) => Object.keys(table));
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  expect([...names].sort()).toEqual(wasmKernels().own);
});

it('has a kernel for every operation of ops', () => {
  const { own } = wasmKernels();
  expect(operations.map(({ kernelName }) => kernelName).filter((name) => !own.includes(name))).toEqual([]);
});
