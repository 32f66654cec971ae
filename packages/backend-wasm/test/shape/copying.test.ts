import {
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
  tensor,
  tensor1d,
  tile,
  transpose,
  unstack,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, type Plain, randomPlain, useGuardedWasm } from '../support/engines.js';
import { booleans, smallIntegers } from '../support/integers.js';

beforeAll(async () => {
  await useGuardedWasm();
});

async function onEachDtype(operation: (x: Tensor) => Tensor | Tensor[]): Promise<void> {
  for (const input of [randomPlain([2, 3], 1), smallIntegers([2, 3], 1), booleans([2, 3], 1)])
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

  it('gathers rows', async () => {
    const indices: Plain = { values: [2, 0, 0, 1], shape: [2, 2], dtype: 'int32' };
    for (const axis of [0, 1]) {
      await expectSameAsCpu((x, i) => gather(x!, i as never, axis), [randomPlain([3, 4, 5], 1), indices]);
    }
    await expectSameAsCpu((x, i) => gather(x!, i as never, 1, 1), [randomPlain([2, 4, 5], 1), indices]);
  });

  it('one-hot', async () => {
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

describe('booleans', () => {
  it('are copied', async () => {
    for (const shape of [
      [2, 3],
      [5, 4],
      [0, 2],
    ]) {
      const x = booleans(shape, 1);
      await expectSameAsCpu((a) => [transpose(a!), tile(a!, [2, 3]), reverse(a!, 1), concat([a!, a!], 1)], [x]);
      await expectSameAsCpu((a) => [slice(a!, [0, 1]), ...split(a!, [1, shape[1]! - 1], 1), stack([a!, a!], 1)], [x]);
      if (!shape.includes(0)) await expectSameAsCpu((a) => gather(a!, tensor1d([1, 0, 1], 'int32')), [x]);
    }
  });
});

describe('stacks', () => {
  it('stack and unstack', async () => {
    for (const shape of [[], [3], [2, 3], [2, 0], [3, 4, 5]]) {
      for (let axis = 0; axis <= shape.length; axis++) {
        const inputs = [randomPlain(shape, 1), randomPlain(shape, 2), randomPlain(shape, 3)];
        await expectSameAsCpu((...parts) => stack(parts, axis), inputs);
        if (!shape.includes(0)) await expectSameAsCpu((...parts) => unstack(stack(parts, axis), axis), inputs);
      }
    }
    expect(() => stack([tensor([1]), tensor([1, 2])] as Tensor[])).toThrow();
  });
});
