import {
  all,
  any,
  argMax,
  argMin,
  bincount,
  broadcastArgs,
  cumprod,
  cumsum,
  denseBincount,
  diag,
  gatherND,
  linspace,
  max,
  min,
  multinomial,
  range,
  scatterND,
  searchSorted,
  sparse,
  sparseToDense,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensorScatterUpdate,
  topk,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  expectSameAsCpu,
  generator,
  type Plain,
  randomPlain,
  runOn,
  strangePlain,
  useGuardedWasm,
} from './support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const whole = (values: readonly number[], shape: readonly number[] = [values.length]): Plain => ({
  values,
  shape,
  dtype: 'int32',
});

function wholePlain(shape: readonly number[], below: number, seed = 1): Plain {
  const draw = generator(seed);
  const size = shape.reduce((product, extent) => product * extent, 1);
  return whole(
    Array.from({ length: size }, () => Math.floor(draw() * below)),
    shape,
  );
}

describe('to and from places', () => {
  it('gathers and scatters by coordinates', async () => {
    const indices = whole([1, 2, 0, 0, 2, 1], [3, 2]);
    const same = whole([1, 2, 1, 2, 0, 1], [3, 2]);
    for (const inner of [[], [1], [3], [5, 2]]) {
      const params = randomPlain([3, 3, ...inner], 1);
      await expectSameAsCpu((x, at) => gatherND(x!, at!), [params, indices]);
      const updates = randomPlain([3, ...inner], 2);
      await expectSameAsCpu((at, more) => scatterND(at!, more!, [3, 3, ...inner]), [same, updates]);
      await expectSameAsCpu((x, at, more) => tensorScatterUpdate(x!, at!, more!), [params, indices, updates]);
      const { values, shape } = wholePlain([3, ...inner], 9);
      await expectSameAsCpu((at, more) => scatterND(at!, more!, [3, 3, ...inner]), [same, whole(values, shape)]);
    }
    await expectSameAsCpu((at) => scatterND(at!, tensor1d([]), [4]), [whole([], [0, 1])]);
  });

  it('names an index that is out of bounds', async () => {
    await expect(
      runOn('wasm', (x, at) => gatherND(x!, at!), [randomPlain([3], 1), whole([3], [1, 1])]),
    ).rejects.toThrow();
    await expect(
      runOn('wasm', (at, more) => scatterND(at!, more!, [2]), [whole([-1], [1, 1]), randomPlain([1], 1)]),
    ).rejects.toThrow();
  });

  it('makes dense what is sparse', async () => {
    for (const values of [randomPlain([3], 1), randomPlain([], 1), wholePlain([3], 9)]) {
      const dense = (at?: Tensor, x?: Tensor): Tensor =>
        sparseToDense(at!, x!, [3, 4], values.dtype === 'int32' ? 7 : 0.5);
      await expectSameAsCpu(dense, [whole([0, 1, 2, 3, 1, 0], [3, 2]), values]);
    }
  });

  it('counts', async () => {
    const x = wholePlain([2, 31], 6);
    for (const weights of [randomPlain([2, 31], 1), randomPlain([0], 1), wholePlain([2, 31], 5)]) {
      for (const size of [1, 4, 9]) {
        const flat = { ...weights, shape: [weights.values.length] };
        await expectSameAsCpu((n, w) => bincount(n as Tensor1D, w as Tensor1D, size), [{ ...x, shape: [62] }, flat]);
        await expectSameAsCpu((n, w) => denseBincount(n as Tensor2D, w as Tensor2D, size), [x, weights]);
        await expectSameAsCpu((n, w) => denseBincount(n as Tensor2D, w as Tensor2D, size, true), [x, weights]);
      }
    }
    await expect(runOn('wasm', (n) => bincount(n as Tensor1D, tensor1d([]), 3), [whole([1, -1])])).rejects.toThrow(
      'non-negative',
    );
  });

  it('searches in sorted rows', async () => {
    const sorted = whole([1, 3, 3, 5, 0, 0, 2, 9], [2, 4]);
    const values = wholePlain([2, 7], 10);
    for (const side of ['left', 'right'] as const) {
      await expectSameAsCpu((x, y) => searchSorted(x!, y!, side), [sorted, values]);
      const floats = [sorted, values].map((x) => ({ ...x, dtype: 'float32' as const }));
      await expectSameAsCpu((x, y) => searchSorted(x!, y!, side), floats);
    }
  });

  it('adds rows up by segments that come in order', async () => {
    for (const inner of [[1], [3], [5, 2], [37]]) {
      const inputs = [randomPlain([4, ...inner], 1), whole([3, 0, 0, 2, 1]), whole([0, 0, 2, 2, 3])];
      await expectSameAsCpu(
        (data, at, ids) => [
          sparse.sparseSegmentSum(data!, at as Tensor1D, ids as Tensor1D),
          sparse.sparseSegmentMean(data!, at as Tensor1D, ids as Tensor1D),
        ],
        inputs,
      );
    }
    for (const [at, ids] of [
      [[4], [0]],
      [
        [0, 0],
        [1, 0],
      ],
    ]) {
      const sums = runOn(
        'wasm',
        (data, places, segments) => sparse.sparseSegmentSum(data!, places as Tensor1D, segments as Tensor1D),
        [randomPlain([4, 2], 1), whole(at!), whole(ids!)],
      );
      await expect(sums).rejects.toThrow();
    }
  });

  it('finds the largest of rows', async () => {
    for (const k of [0, 1, 3, 40]) {
      for (const x of [randomPlain([3, 41], 1), wholePlain([3, 41], 9), strangePlain([3, 41], 2, [1, 2, 2, -1, 0])]) {
        await expectSameAsCpu((t) => Object.values(topk(t!, k)), [x]);
      }
    }
  });

  it('finds places of extremes', async () => {
    const strange = [-1, 0, -0, 2, 2, -Infinity, Infinity];
    for (const columns of [1, 3, 15, 16, 17, 70]) {
      for (const values of [strange, [1, 1], [-Infinity], [Number.NaN, 1, 2, -3]]) {
        const x = strangePlain([5, columns], columns, values);
        await expectSameAsCpu((t) => [argMax(t!, 1), argMin(t!, 1), argMax(t!, 0)], [x]);
      }
    }
  });

  it('keeps NaN among extremes', async () => {
    for (const columns of [1, 3, 16, 37, 130]) {
      for (const values of [
        [Number.NaN, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, -2, 3],
      ]) {
        const x = strangePlain([4, columns], columns, values);
        await expectSameAsCpu((t) => [max(t!, 1), min(t!, 1), max(t!, 0), min(t!, 0), max(t!)], [x]);
      }
    }
  });

  it('says that all of nothing are true, and not any', async () => {
    const x: Plain = { values: [], shape: [2, 0, 3], dtype: 'bool' };
    const answers = await runOn('wasm', (t) => [all(t!), all(t!, 1, true), any(t!, 1)], [x]);
    expect(answers).toEqual([
      { values: [1], shape: [], dtype: 'bool' },
      { values: [1, 1, 1, 1, 1, 1], shape: [2, 1, 3], dtype: 'bool' },
      { values: [0, 0, 0, 0, 0, 0], shape: [2, 3], dtype: 'bool' },
    ]);
  });

  it('asks all and any', async () => {
    for (const shape of [[1], [3, 33], [2, 3, 17], [4, 1, 5]]) {
      for (const share of [[1], [0], [0, 1], [1, 1, 1, 1, 1, 1, 0]]) {
        const { values } = strangePlain(shape, 1, share);
        const x: Plain = { values, shape, dtype: 'bool' };
        const axes = [undefined, ...shape.map((_, axis) => axis)];
        await expectSameAsCpu((t) => axes.flatMap((axis) => [all(t!, axis), any(t!, axis, true)]), [x]);
      }
    }
  });

  it('adds and multiplies up', async () => {
    for (const shape of [[1], [7], [3, 5], [2, 3, 4], [0, 3]]) {
      const some = [{ ...randomPlain(shape, 1) }, wholePlain(shape, 4)];
      for (const x of some) {
        for (const axis of shape.keys()) {
          for (const exclusive of [false, true]) {
            for (const reverse of [false, true]) {
              await expectSameAsCpu(
                (t) => [cumsum(t!, axis, exclusive, reverse), cumprod(t!, axis, exclusive, reverse)],
                [x],
              );
            }
          }
        }
      }
    }
  });

  it('makes diagonals, shapes and numbers in a row', async () => {
    for (const shape of [[0], [1], [5], [2, 3]]) await expectSameAsCpu((x) => diag(x!), [randomPlain(shape, 1)]);
    await expectSameAsCpu((a, b) => broadcastArgs(a!, b!), [whole([3, 1, 2]), whole([4, 1])]);
    for (const count of [1, 2, 3, 5, 100]) await expectSameAsCpu(() => linspace(-1, 7.3, count), []);
    await expectSameAsCpu(() => [range(0, 9), range(3, -4, -1), range(0, 100, 7, 'int32'), range(1, 1)], []);
    await expectSameAsCpu(() => range(0, 2, 0.01), [], 1e-5);
  });

  it('draws classes as often as is likely, and the same from one seed', async () => {
    const draw = (seed: number) =>
      runOn('wasm', (x) => multinomial(x as Tensor2D, 4000, seed), [
        { values: [0, Math.log(3), 0, -50, 100, 0], shape: [2, 3], dtype: 'float32' },
      ]);
    const [first] = await draw(3);
    const shares = [0, 1, 2].map((k) => first!.values.slice(0, 4000).filter((value) => value === k).length / 4000);
    shares.forEach((share, k) => {
      expect(Math.abs(share - [0.2, 0.6, 0.2][k]!)).toBeLessThan(0.03);
    });
    expect(first!.values.slice(4000).every((value) => value === 1)).toBe(true);
    expect(await draw(3)).toEqual([first]);
    expect(await draw(4)).not.toEqual([first]);
  });
});
