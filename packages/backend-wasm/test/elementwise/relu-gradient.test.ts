import { beforeAll, describe, it } from 'vitest';
import { expectClose, randomPlain, runGuarded, strangePlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('the gradient of relu', () => {
  it('passes the gradient where the output is positive', async () => {
    const dy = randomPlain([5, 9], 1);
    const y = strangePlain([5, 9], 2);
    const [dx] = await runGuarded('ReluGrad', { dy, y });
    expectClose(
      dx!.values,
      y.values.map((value, i) => (Number.isNaN(value) ? Number.NaN : value > 0 ? dy.values[i]! : 0)),
      0,
    );
  });
});
