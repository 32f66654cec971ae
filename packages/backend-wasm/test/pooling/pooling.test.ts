import { valueAndGradients } from '@neurite/core';
import {
  avgPool,
  avgPool3d,
  engine,
  maxPool,
  ones,
  type Rank,
  sum,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  expectClose,
  expectSameAsCpu,
  type Plain,
  randomPlain,
  runOn,
  strangePlain,
  useGuardedWasm,
} from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

type Pad = 'valid' | 'same' | number;

const geometries: readonly { shape: number[]; size: [number, number]; strides: [number, number]; pad: Pad }[] = [
  { shape: [2, 4, 4, 4], size: [2, 2], strides: [2, 2], pad: 'valid' },
  { shape: [2, 5, 7, 3], size: [2, 2], strides: [2, 2], pad: 'valid' },
  { shape: [1, 6, 6, 17], size: [2, 2], strides: [2, 2], pad: 'same' },
  { shape: [1, 5, 5, 2], size: [2, 2], strides: [2, 2], pad: 'same' },
  { shape: [2, 5, 6, 21], size: [3, 2], strides: [2, 1], pad: 'same' },
  { shape: [2, 7, 6, 5], size: [3, 2], strides: [1, 2], pad: 'valid' },
  { shape: [2, 6, 6, 4], size: [3, 3], strides: [2, 2], pad: 'same' },
  { shape: [1, 5, 5, 6], size: [3, 3], strides: [1, 1], pad: 1 },
  { shape: [1, 4, 4, 1], size: [4, 4], strides: [4, 4], pad: 'valid' },
  { shape: [2, 3, 3, 2], size: [1, 1], strides: [1, 1], pad: 'valid' },
  { shape: [2, 9, 9, 3], size: [2, 2], strides: [3, 3], pad: 'valid' },
  { shape: [0, 4, 4, 3], size: [2, 2], strides: [2, 2], pad: 'valid' },
];

function maxPoolGradient(x: Tensor, size: [number, number], strides: [number, number], pad: Pad): Tensor {
  const output = maxPool(x as Tensor4D, size, strides, pad);
  const attrs = { filterSize: size, strides, pad };
  return engine().runKernel('MaxPoolGrad', { dy: output, input: x, output }, attrs as never);
}

describe('pooling', () => {
  it.each(geometries)('of $shape by $size, strides $strides, padding $pad', async ({ shape, size, strides, pad }) => {
    const x = randomPlain(shape, 1);
    const below = { ...x, values: x.values.map((value) => value - 3) };
    for (const input of [x, below, strangePlain(shape, 2, [-1, -1, 0, 0, 2])]) {
      await expectSameAsCpu((image) => maxPool(image as Tensor4D, size, strides, pad), [input]);
      await expectSameAsCpu((image) => avgPool(image as Tensor4D, size, strides, pad), [input]);
      await expectSameAsCpu((image) => maxPoolGradient(image!, size, strides, pad), [input]);
    }
  });

  it('says NaN where one is in the window, and gives it the gradient', async () => {
    for (const [size, width] of [
      [[2, 2], 5],
      [[3, 3], 4],
    ] as [[number, number], number][]) {
      const x: Plain = { values: strangePlain([6 * width], 3).values, shape: [1, 6, width, 1], dtype: 'float32' };
      const run = (image: Tensor): Tensor[] => [
        maxPool(image as Tensor4D, size, size, 'valid'),
        maxPoolGradient(image, size, size, 'valid'),
      ];
      const [y, dx] = await runOn('wasm', (image) => run(image!), [x]);
      const expected = new Array<number>(x.values.length).fill(0);
      const columns = Math.floor(width / size[1]);
      y!.values.forEach((value, i) => {
        const corner = Math.floor(i / columns) * size[0] * width + (i % columns) * size[1];
        const indices = Array.from(
          { length: size[0] * size[1] },
          (_, k) => corner + Math.floor(k / size[1]) * width + (k % size[1]),
        );
        const inside = indices.map((index) => x.values[index]!);
        expect(value).toBe(Math.max(...inside)); // NaN where one is inside
        if (value !== -Infinity)
          expected[indices[inside.findIndex((other) => Object.is(other + 0, value + 0))]!] = value;
      });
      expectClose(dx!.values, expected, 0);
    }
    await expectSameAsCpu((image) => avgPool(image as Tensor4D, 2, 2, 'valid'), [strangePlain([2, 6, 6, 5], 3)]);
  });

  it('gives the gradient of an average to each element that was averaged', async () => {
    for (const { shape, size, strides, pad } of geometries) {
      const x = randomPlain(shape, 1);
      const [output, gradient] = await runOn(
        'wasm',
        (image) => {
          const dy = avgPool(image as Tensor4D, size, strides, pad);
          const attrs = { filterSize: size, strides, pad };
          return [dy, engine().runKernel('AvgPoolGrad', { dy, input: image! }, attrs as never)];
        },
        [x],
      );
      // Σ dx · x = Σ dy · pool(x), because pooling by the mean is linear; here dy is pool(x) itself.
      const dotted = (a: Plain, b: Plain): number =>
        a.values.reduce((total, value, i) => total + value * b.values[i]!, 0);
      expectClose([dotted(gradient!, x)], [dotted(output!, output!)], 1e-5);
    }
    expect((await useGuardedWasm()).check()).toEqual([]);
  });

  it('is 0 as the average of a window that lies in the padding, and passes no gradient there', () => {
    const x = ones<Rank.R4>([1, 1, 1, 1]);
    const image = valueAndGradients(() => sum(avgPool(x, 2, 1, 2)), { x });
    expect([...avgPool(x, 2, 1, 2).dataSync()]).toEqual([0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
    expect([image.value.dataSync()[0], image.gradients.x!.dataSync()[0]]).toEqual([4, 4]);
    const volume = ones<Rank.R5>([1, 1, 1, 1, 1]);
    const { value, gradients } = valueAndGradients(() => sum(avgPool3d(volume, 2, 1, 2)), { volume });
    expect([value.dataSync()[0], gradients.volume!.dataSync()[0]]).toEqual([8, 8]);
  });
});
