import { image, type Tensor, type Tensor1D, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  expectClose,
  expectSameAsCpu,
  floats,
  type Plain,
  randomPlain,
  runOn,
  useGuardedWasm,
} from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const shapes = [
  [1, 1, 1, 1],
  [2, 3, 5, 3],
  [1, 4, 4, 7],
  [2, 5, 2, 8],
];

describe('crops, rotations and projections', () => {
  it.each(shapes)('crop, rotate and flip [%i, %i, %i, %i]', async (...shape) => {
    const boxes: Plain = {
      values: [0, 0, 1, 1, 0.2, 0.1, 0.7, 0.9, -0.4, 0.3, 0.6, 1.5, 0.9, 0.8, 0.1, 0.2],
      shape: [4, 4],
      dtype: 'float32',
    };
    const owners: Plain = { values: [0, shape[0]! - 1, 0, 0], shape: [4], dtype: 'int32' };
    for (const size of [
      [1, 1],
      [3, 4],
    ] as [number, number][]) {
      for (const method of ['bilinear', 'nearest'] as const) {
        await expectSameAsCpu(
          (x, b, at) => image.cropAndResize(x as Tensor4D, b as Tensor2D, at as Tensor1D, size, method, 0.5),
          [randomPlain(shape, 1), boxes, owners],
        );
      }
    }
    for (const angle of [0, 0.3, 2]) {
      await expectSameAsCpu(
        (x) => image.rotateWithOffset(x as Tensor4D, angle, 0.25, [0.4, 0.6]),
        [randomPlain(shape, 1)],
      );
      await expectSameAsCpu(
        (x) => image.rotateWithOffset(x as Tensor4D, angle, [1, 2, 3]),
        [randomPlain([1, 4, 5, 3], 1)],
      );
    }
    await expectSameAsCpu((x) => image.flipLeftRight(x as Tensor4D), [randomPlain(shape, 1)]);
  });

  it.each(shapes)('project [%i, %i, %i, %i], each image by its own matrix', async (...shape) => {
    const base = [0.9, 0.3, -1.7, -0.2, 1.1, 0.6, 0.05, -0.04];
    const turns = Array.from({ length: shape[0]! }, (_, i) => base.map((value) => Math.fround(value * (1 - i))));
    for (const mode of ['constant', 'reflect', 'wrap', 'nearest'] as const) {
      for (const interpolation of ['nearest', 'bilinear'] as const) {
        const run = (x: Tensor, t: Tensor): Tensor =>
          image.transform(x as Tensor4D, t as Tensor2D, interpolation, mode, 0.5, [7, 6]);
        const x = randomPlain(shape, 1);
        const [all] = await runOn('wasm', (a, t) => run(a!, t!), [x, floats(turns.flat(), [shape[0]!, 8])]);
        // The cpu backend projects the first image alone.
        const size = x.values.length / shape[0]!;
        const each = turns.map((turn, i) => [
          floats(x.values.slice(i * size, (i + 1) * size), [1, ...shape.slice(1)]),
          floats(turn, [1, 8]),
        ]);
        const expected = await Promise.all(each.map((inputs) => runOn('cpu', (a, t) => run(a!, t!), inputs)));
        expect(all!.shape).toEqual([shape[0], 7, 6, shape[3]]);
        expectClose(
          all!.values,
          expected.flatMap(([one]) => [...one!.values]),
          1e-5,
          `${mode}, ${interpolation}`,
        );
      }
    }
  });

  it('one matrix projects all images, and pixels outside are filled', async () => {
    const turn = floats([0, 0, 0, 0, 0, 1, -1, 0], [1, 8]);
    const [y] = await runOn('wasm', (x, t) => image.transform(x as Tensor4D, t as Tensor2D, 'bilinear', 'nearest', 9), [
      floats([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2, 1]),
      turn,
    ]);
    // (0, 1 / (1 − x)): the second row for x = 0, nowhere for x = 1.
    expect(y!.values).toEqual([3, 9, 3, 9, 7, 9, 7, 9]);
  });
});
