import { fusedDropout } from '@neurite/ops';
import { beforeAll, describe, it } from 'vitest';
import {
  expectClose,
  type Operation,
  type Plain,
  randomPlain,
  runGuarded,
  runOn,
  useGuardedWasm,
} from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('dropout', () => {
  it.each([0, 1, 4, 5, 8, 13, 33])('equals its definition for %i elements, at any offset', async (size) => {
    const x = randomPlain([size], 1);
    const key: Plain = { values: [0xfffd, 0xffff, 77, 0], shape: [4], dtype: 'int32' };
    for (const offset of [0, 1, 5, 8, 15, 2 ** 31 + 3, 2 ** 32 - size]) {
      const [y] = await runGuarded('Dropout', { x, key }, { rate: 0.3, offset });
      const definition: Operation = (tensor, words) => fusedDropout(tensor!, { rate: 0.3, key: words!, offset });
      const [expected] = await runOn('cpu', definition, [x, key]);
      expectClose(y!.values, expected!.values, 1e-6);
    }
  });
});
