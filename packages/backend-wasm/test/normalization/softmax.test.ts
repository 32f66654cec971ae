import { logSoftmax, softmax } from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import {
  expectClose,
  expectSameAsCpu,
  randomPlain,
  runGuarded,
  strangePlain,
  useGuardedWasm,
} from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('softmax', () => {
  it('of rows', async () => {
    for (const shape of [[1], [4], [5], [3, 10], [2, 3, 7], [4, 1], [0, 3]]) {
      await expectSameAsCpu((x) => softmax(x!), [randomPlain(shape, 1)]);
      await expectSameAsCpu((x) => logSoftmax(x!), [randomPlain(shape, 1)]);
    }
  });

  it('has the gradient of its definition', async () => {
    for (const shape of [
      [3, 10],
      [2, 3, 7],
      [2, 33],
      [4, 1],
      [0, 3],
      [1, 2049],
    ]) {
      const [dy, y] = [randomPlain(shape, 1), randomPlain(shape, 2)];
      const columns = shape.at(-1)!;
      const row = (at: number): number => at - (at % columns);
      const mean = (at: number): number =>
        Array.from({ length: columns }, (_, i) => dy.values[row(at) + i]! * y.values[row(at) + i]!).reduce(
          (a, b) => a + b,
          0,
        );
      const means = dy.values.map((_, at) => (at % columns === 0 ? mean(at) : 0));
      const [dx] = await runGuarded('SoftmaxGrad', { dy, y });
      expectClose(
        dx!.values,
        y.values.map((value, at) => value * (dy.values[at]! - means[row(at)]!)),
        2e-5 * Math.sqrt(columns),
      );
    }
  });

  it('of logits far apart', async () => {
    const x = { values: [1e4, -1e4, 0, 1e4, 5, 5, -1e4, -1e4, -1e4], shape: [3, 3], dtype: 'float32' as const };
    await expectSameAsCpu((t) => softmax(t!), [x]);
    await expectSameAsCpu((t) => logSoftmax(t!), [x]);
    await expectSameAsCpu((t) => softmax(t!), [strangePlain([3, 4], 1, [Number.NaN, 1, 2])]);
  });
});
