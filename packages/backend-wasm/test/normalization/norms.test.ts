import { beforeAll, describe, expect, it } from 'vitest';
import { expectAsComposed } from '../support/composed.js';
import { type Plain, randomPlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

/** The same numbers, far from 0, where squares of what is not centred would lose them. */
const far = (x: Plain): Plain => ({ ...x, values: x.values.map((value) => value + 100) });

/** The same numbers, but 1000 at every `period`-th element. */
const outlying = (x: Plain, period: number): Plain => ({
  ...x,
  values: x.values.map((value, i) => (i % period === 0 ? 1000 : value)),
});

describe('layer and RMS normalization', () => {
  it.each([[[1, 1]], [[3, 5]], [[2, 3, 8]], [[70, 4]], [[131, 33]], [[7]], [[0, 3]], [[3, 0]]])('%j', async (shape) => {
    const x = randomPlain(shape, 1);
    const dy = randomPlain(shape, 2);
    const channels = [shape.at(-1)!];
    const scale = randomPlain(channels, 3);
    const offset = randomPlain(channels, 4);
    for (const epsilon of [1e-5, 0.1]) {
      for (const input of [x, far(x)]) {
        const tolerance = input === x ? 1e-4 : 1e-2;
        await expectAsComposed('LayerNorm', { x: input, scale, offset }, { epsilon }, tolerance);
        await expectAsComposed('LayerNormGrad', { dy, x: input, scale }, { epsilon }, tolerance);
        await expectAsComposed('RmsNorm', { x: input, scale }, { epsilon }, tolerance);
        await expectAsComposed('RmsNormGrad', { dy, x: input, scale }, { epsilon }, tolerance);
      }
    }
  });

  it('reads a row again whose first element is far from its mean', async () => {
    const x = outlying(randomPlain([3, 203], 1), 203);
    const dy = randomPlain([3, 203], 2);
    const scale = randomPlain([203], 3);
    await expectAsComposed('LayerNorm', { x, scale, offset: scale }, { epsilon: 1e-5 }, 1e-4);
    await expectAsComposed('LayerNormGrad', { dy, x, scale }, { epsilon: 1e-5 }, 1e-4);
  });

  it('keeps NaN in its row', async () => {
    const x: Plain = { values: [1, Number.NaN, 3, 4, 5, 6], shape: [2, 3], dtype: 'float32' };
    const ones: Plain = { values: [1, 1, 1], shape: [3], dtype: 'float32' };
    const [y] = await expectAsComposed('LayerNorm', { x, scale: ones, offset: ones }, { epsilon: 1e-5 });
    expect(y!.values.map(Number.isNaN)).toEqual([true, true, true, false, false, false]);
  });
});

describe('group normalization, and batch normalization in training', () => {
  it.each([
    [[2, 3, 4], 2],
    [[3, 5, 5, 6], 3],
    [[1, 70, 5], 1],
    [[2, 9, 7], 7],
    [[4, 6], 2],
    [[0, 3, 4], 2],
    [[2, 150, 1], 1],
  ] as [number[], number][])('%j in %i groups', async (shape, groups) => {
    const x = randomPlain(shape, 1);
    const dy = randomPlain(shape, 2);
    const channels = [shape.at(-1)!];
    const scale = randomPlain(channels, 3);
    const offset = randomPlain(channels, 4);
    const attrs = { groups, epsilon: 1e-3 };
    await expectAsComposed('GroupNorm', { x, scale, offset }, attrs, 1e-4);
    await expectAsComposed('GroupNorm', { x: far(x), scale, offset }, attrs, 1e-2);
    await expectAsComposed('GroupNormGrad', { dy, x, scale }, attrs, 1e-4);
    if (x.values.length === 0) return;
    const [, mean, variance] = await expectAsComposed(
      'BatchNormTraining',
      { x, scale, offset },
      { epsilon: 1e-3 },
      1e-4,
    );
    const statistics = {
      dMean: randomPlain(channels, 5),
      dVariance: randomPlain(channels, 6),
      mean: mean!,
      variance: variance!,
    };
    await expectAsComposed('BatchNormTrainingGrad', { dy, x, scale, ...statistics }, { epsilon: 1e-3 }, 1e-4);
  });
});
