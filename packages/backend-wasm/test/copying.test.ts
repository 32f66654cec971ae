import {
  batchNorm,
  concat,
  expandDims,
  fill,
  gather,
  oneHot,
  onesLike,
  pad,
  reshape,
  reverse,
  slice,
  split,
  stack,
  type Tensor,
  tile,
  transpose,
  unstack,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import { expectSameAsCpu, type Plain, randomPlain, useGuardedWasm } from './support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const integers: Plain = { values: [5, -1, 2, 7, 0, 3], shape: [2, 3], dtype: 'int32' };
const booleans: Plain = { values: [1, 0, 1, 1, 0, 0], shape: [2, 3], dtype: 'bool' };

async function onEachDtype(operation: (x: Tensor) => Tensor | Tensor[]): Promise<void> {
  for (const input of [randomPlain([2, 3], 1), integers, booleans])
    await expectSameAsCpu((x) => operation(x!), [input]);
}

describe('copies', () => {
  it('transposes', async () => {
    await onEachDtype((x) => transpose(x));
    for (const [shape, perm] of [
      [
        [5, 7],
        [1, 0],
      ],
      [
        [33, 70],
        [1, 0],
      ],
      [
        [40, 36],
        [1, 0],
      ],
      [
        [0, 3],
        [1, 0],
      ],
      [
        [2, 3, 4],
        [0, 2, 1],
      ],
      [
        [2, 3, 4],
        [1, 0, 2],
      ],
      [
        [2, 3, 4],
        [2, 1, 0],
      ],
      [
        [2, 3, 4],
        [2, 0, 1],
      ],
      [
        [2, 3, 4, 5],
        [0, 2, 1, 3],
      ],
      [
        [2, 3, 4, 5],
        [3, 1, 2, 0],
      ],
      [
        [2, 3, 4, 5],
        [0, 3, 1, 2],
      ],
      [
        [2, 1, 3, 2, 2, 2],
        [5, 1, 4, 3, 0, 2],
      ],
    ]) {
      await expectSameAsCpu((x) => transpose(x!, perm), [randomPlain(shape!, 1)]);
    }
  });

  it('slices and splits', async () => {
    await onEachDtype((x) => slice(x, [0, 1], [2, 2]));
    await onEachDtype((x) => split(x, 3, 1));
    await onEachDtype((x) => unstack(x, 1));
    await expectSameAsCpu((x) => slice(x!, [1, 0, 2], [2, -1, 1]), [randomPlain([4, 3, 5], 1)]);
    await expectSameAsCpu((x) => split(x!, [1, 3, 0], 1), [randomPlain([2, 4, 3], 1)]);
    await expectSameAsCpu((x) => slice(x!, [1, 0, 1, 0, 0], [2, 2, 1, 2, 1]), [randomPlain([3, 2, 3, 2, 2], 1)]);
  });

  it('joins', async () => {
    await onEachDtype((x) => concat([x, x], 0));
    await onEachDtype((x) => concat([x, x, x], 1));
    await onEachDtype((x) => stack([x, x], 1));
    const inputs = [randomPlain([2, 3, 4], 1), randomPlain([2, 0, 4], 2), randomPlain([2, 5, 4], 3)];
    await expectSameAsCpu((a, b, c) => concat([a!, b!, c!], 1), inputs);
  });

  it('pads, tiles and reverses', async () => {
    await onEachDtype((x) =>
      pad(
        x,
        [
          [1, 0],
          [2, 3],
        ],
        1,
      ),
    );
    await onEachDtype((x) => tile(x, [2, 3]));
    await onEachDtype((x) => reverse(x, 1));
    await expectSameAsCpu(
      (x) =>
        pad(x!, [
          [0, 1],
          [1, 1],
          [2, 0],
          [0, 0],
        ]),
      [randomPlain([2, 3, 2, 3], 1)],
    );
    await expectSameAsCpu((x) => tile(x!, [2, 1, 3]), [randomPlain([2, 3, 4], 1)]);
    await expectSameAsCpu((x) => tile(x!, [2, 0]), [randomPlain([2, 3], 1)]);
    await expectSameAsCpu((x) => reverse(x!, [0, 2]), [randomPlain([2, 3, 4], 1)]);
    await expectSameAsCpu((x) => reverse(x!), [randomPlain([0, 4], 1)]);
  });

  it('gathers', async () => {
    const indices: Plain = { values: [2, 0, 0, 1], shape: [2, 2], dtype: 'int32' };
    for (const axis of [0, 1]) {
      await expectSameAsCpu((x, i) => gather(x!, i as never, axis), [randomPlain([3, 4, 5], 1), indices]);
    }
    await expectSameAsCpu((x, i) => gather(x!, i as never, 1, 1), [randomPlain([2, 4, 5], 1), indices]);
  });

  it('marks places', async () => {
    for (const dtype of ['float32', 'int32'] as const) {
      const indices: Plain = { values: [2, 0, -1, 5, 1], shape: [5], dtype: 'int32' };
      await expectSameAsCpu((i) => oneHot(i as never, 4, 2, -1, dtype), [indices]);
    }
  });

  it('fills', async () => {
    await onEachDtype((x) => [zerosLike(x), onesLike(x)]);
    await expectSameAsCpu(() => [fill([3, 5], 2.5), fill([7], 3, 'int32'), fill([0], 1), fill([], -1)], []);
  });

  it('changes shapes', async () => {
    await onEachDtype((x) => [reshape(x, [3, 2]), reshape(x, [-1]), expandDims(x, 1), expandDims(x, -1)]);
  });
});

describe('normalisation', () => {
  it('of channels', async () => {
    for (const channels of [1, 3, 4, 17]) {
      const positive = randomPlain([channels], 3);
      const variance = { ...positive, values: positive.values.map((value) => value ** 2) };
      const inputs = [
        randomPlain([2, 3, channels], 1),
        randomPlain([channels], 2),
        variance,
        randomPlain([channels], 4),
        randomPlain([channels], 5),
      ];
      await expectSameAsCpu(
        (x, m, v, o, s) => batchNorm(x!, m as never, v as never, o as never, s as never, 1e-3),
        inputs,
        1e-4,
      );
      await expectSameAsCpu((x, m, v) => batchNorm(x!, m as never, v as never), inputs.slice(0, 3), 1e-4);
    }
  });
});
