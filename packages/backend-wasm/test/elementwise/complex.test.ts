import { add, complex, memory, mul, sub, type Tensor, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const valuesOf = (operation: () => Tensor): number[] => tidy(() => [...operation().dataSync()]);
const z = (): Tensor => complex([1, 2, -3], [4, -5, 6]);

describe('arithmetic of complex tensors', () => {
  it('broadcasts numbers and rows', () => {
    expect(valuesOf(() => mul(z(), 2))).toEqual([2, 8, 4, -10, -6, 12]);
    expect(valuesOf(() => add(z(), 2))).toEqual([3, 4, 4, -5, -1, 6]);
    expect(valuesOf(() => sub(2, z()))).toEqual([1, -4, 0, 5, 5, -6]);
    const columns = (): Tensor => complex(tensor2d([[1], [0]]), tensor2d([[0], [1]]));
    expect(valuesOf(() => mul(z(), columns()))).toEqual([1, 4, 2, -5, -3, 6, -4, 1, 5, 2, -6, -3]);
  });

  it('leaves nothing behind', () => {
    const { numTensors, numBytes } = memory();
    const { liveBytes } = memory() as unknown as { liveBytes: number };
    valuesOf(() => mul(z(), add(z(), tensor1d([1, 2, 3]))));
    expect(memory()).toMatchObject({ numTensors, numBytes, liveBytes });
  });
});
