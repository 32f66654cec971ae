import {
  avgPool,
  conv2d,
  depthwiseConv2d,
  engine,
  fused,
  maxPool,
  ones,
  type Rank,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  tensor,
  tensor4d,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, expectSameAsCpu, randomPlain, runOn, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

type Geometry = {
  readonly x: readonly number[];
  readonly filter: readonly number[];
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | [[number, number], [number, number], [number, number], [number, number]];
};

/** Crops a row above and two columns on the right. */
const crop: [[number, number], [number, number], [number, number], [number, number]] = [
  [0, 0],
  [-1, 2],
  [1, -2],
  [0, 0],
];

const geometries: readonly Geometry[] = [
  {
    x: [1, 2, 2, 1],
    filter: [1, 1, 1, 1],
    strides: 1,
    pad: [
      [0, 0],
      [0, 0],
      [-1, 0],
      [0, 0],
    ],
  },
  { x: [2, 7, 8, 3], filter: [3, 2, 3, 5], strides: 2, pad: crop },
  { x: [1, 9, 9, 7], filter: [3, 3, 7, 8], strides: 1, pad: crop },
  { x: [1, 1, 1, 1], filter: [1, 1, 1, 1], strides: 1, pad: 'valid' },
  { x: [2, 5, 6, 1], filter: [3, 2, 1, 5], strides: 1, pad: 'valid' },
  { x: [3, 7, 5, 3], filter: [3, 3, 3, 8], strides: 1, pad: 'same' },
  { x: [2, 8, 8, 4], filter: [3, 3, 4, 16], strides: 2, pad: 'same' },
  { x: [2, 9, 7, 2], filter: [2, 3, 2, 9], strides: [2, 1], pad: 'valid' },
  { x: [1, 6, 6, 5], filter: [3, 3, 5, 3], strides: 1, pad: 2 },
  {
    x: [2, 6, 5, 3],
    filter: [2, 2, 3, 4],
    strides: 1,
    pad: [
      [0, 0],
      [1, 0],
      [2, 1],
      [0, 0],
    ],
  },
  { x: [5, 3, 3, 8], filter: [3, 3, 8, 10], strides: 1, pad: 'valid' },
  { x: [2, 4, 4, 3], filter: [1, 1, 3, 20], strides: 1, pad: 'valid' },
  { x: [2, 5, 5, 3], filter: [1, 1, 3, 2], strides: 3, pad: 'valid' },
  { x: [2, 12, 12, 16], filter: [3, 2, 16, 32], strides: 1, pad: 'valid' },
  { x: [2, 14, 14, 1], filter: [5, 5, 1, 16], strides: 1, pad: 'valid' },
  // Of a numeric padding tfjs makes too few columns here, and there too many.
  { x: [1, 5, 6, 2], filter: [3, 2, 2, 2], strides: 2, pad: 1 },
  { x: [2, 5, 6, 2], filter: [2, 4, 2, 3], strides: 1, pad: 1 },
  { x: [3, 1, 9, 4], filter: [1, 4, 4, 7], strides: 1, pad: 'same' },
];

describe('convolution', () => {
  it.each(geometries)('of $x with $filter, strides $strides, padding $pad', async ({ x, filter, strides, pad }) => {
    const inputs = [randomPlain(x, 1), randomPlain(filter, 2)];
    await expectSameAsCpu((image, kernel) => conv2d(image as Tensor4D, kernel as Tensor4D, strides, pad), inputs, 1e-5);
  });

  it.each(geometries)('and its gradients of $x with $filter, strides $strides, padding $pad', async (geometry) => {
    const { strides, pad } = geometry;
    const inputs = [randomPlain(geometry.x, 1), randomPlain(geometry.filter, 2)];
    const operation = (image: Tensor, filter: Tensor): Tensor[] => {
      const { shape } = conv2d(image as Tensor4D, filter as Tensor4D, strides, pad);
      // Not the result itself, whose products with the weights largely cancel.
      const dy = tensor(randomPlain(shape, 3).values, shape);
      const attrs = { strides, pad, dataFormat: 'NHWC', dilations: 1 };
      const filterShape = filter.shape;
      const inputShape = image.shape;
      return [
        engine().runKernel('Conv2DBackpropFilter', { x: image, dy }, { ...attrs, filterShape } as never),
        engine().runKernel('Conv2DBackpropInput', { dy, filter }, { ...attrs, inputShape } as never),
      ];
    };
    await expectSameAsCpu((x, filter) => operation(x!, filter!), inputs, 2e-5);
  });

  it('with a negative padding, which crops', async () => {
    const x = tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
    const pad: Geometry['pad'] = [
      [0, 0],
      [0, 0],
      [-1, 0],
      [0, 0],
    ];
    expect([...conv2d(x, ones<Rank.R4>([1, 1, 1, 1]), 1, pad).dataSync()]).toEqual([2, 4]);
    const inputs = [randomPlain([2, 7, 8, 3], 1), randomPlain([3, 2, 3, 2], 2)];
    await expectSameAsCpu((a, w) => depthwiseConv2d(a as Tensor4D, w as Tensor4D, 1, crop), inputs);
    // No window lies wholly in the padding.
    const less = crop.map(([before, after]) => [before, Math.min(1, after)]) as typeof crop;
    await expectSameAsCpu(
      (a) => [maxPool(a as Tensor4D, 2, 2, less), avgPool(a as Tensor4D, 2, 2, less)],
      [inputs[0]!],
    );
    for (const strides of [1, 2]) {
      await expectSameAsCpu((a, w) => {
        const dy = depthwiseConv2d(a as Tensor4D, w as Tensor4D, strides, crop);
        const attrs = { strides, pad: crop, dimRoundingMode: 'floor', dilations: 1 };
        const [filterShape, inputShape] = [w!.shape, a!.shape];
        return [
          engine().runKernel('DepthwiseConv2dNativeBackpropFilter', { x: a!, dy }, { ...attrs, filterShape } as never),
          engine().runKernel('DepthwiseConv2dNativeBackpropInput', { dy, filter: w! }, {
            ...attrs,
            inputShape,
          } as never),
        ];
      }, inputs);
    }
  });

  it('with dilation', async () => {
    for (const dilations of [2, [2, 1], [1, 3]] as const) {
      for (const pad of ['valid', 'same'] as const) {
        const inputs = [randomPlain([2, 9, 10, 3], 1), randomPlain([3, 2, 3, 5], 2)];
        const rates = typeof dilations === 'number' ? dilations : ([...dilations] as [number, number]);
        await expectSameAsCpu((x, w) => conv2d(x as Tensor4D, w as Tensor4D, 1, pad, 'NHWC', rates), inputs);
      }
    }
  });

  it('with a bias and an activation', async () => {
    const inputs = [randomPlain([2, 6, 6, 3], 1), randomPlain([3, 3, 3, 10], 2), randomPlain([10], 3)];
    for (const activation of ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'] as const) {
      for (const pad of ['valid', 'same'] as const) {
        await expectSameAsCpu(
          (x, filter, bias) =>
            fused.conv2d({
              x: x as Tensor4D,
              filter: filter as Tensor4D,
              strides: 1,
              pad,
              bias: bias!,
              activation,
              leakyreluAlpha: 0.1,
            }),
          inputs,
        );
      }
    }
  });

  it('gives what it does not take to the cpu backend', async () => {
    const inputs = [randomPlain([2, 3, 6, 6], 1), randomPlain([3, 3, 3, 4], 2)];
    await expectSameAsCpu((x, w) => conv2d(x as Tensor4D, w as Tensor4D, 1, 'valid', 'NCHW'), inputs);
    await expectSameAsCpu(
      (x, w) => depthwiseConv2d(x as Tensor4D, w as Tensor4D, 1, 'same'),
      [randomPlain([2, 6, 6, 3], 1), randomPlain([3, 3, 3, 2], 2)],
    );
    await expectSameAsCpu(
      (x, w) => conv2d(x as Tensor3D, w as Tensor4D, 1, 'valid'),
      [randomPlain([0, 6, 6, 3], 1), randomPlain([3, 3, 3, 2], 2)],
    );
  });

  it('multiplies weights that are not finite with nothing outside of the image', async () => {
    const pads = [
      'same',
      [
        [0, 0],
        [4, 0],
        [0, 5],
        [0, 0],
      ],
    ] as ('same' | [[number, number], [number, number], [number, number], [number, number]])[];
    for (const filters of [1, 4, 7, 13]) {
      const filter = randomPlain([3, 2, 3, filters], 1);
      const values = filter.values.map((value, i) => [Infinity, -Infinity, Number.NaN][(i - 2) / 11] ?? value);
      for (const pad of pads) {
        for (const [strides, dilations] of [
          [1, 1],
          [2, 1],
          [1, 2],
        ] as const) {
          await expectSameAsCpu(
            (x, w) => conv2d(x as Tensor4D, w as Tensor4D, strides, pad, 'NHWC', dilations),
            [randomPlain([2, 5, 6, 3], 2), { ...filter, values }],
          );
        }
      }
    }
  });

  it('multiplies gradients that are not finite with nothing outside of the image', async () => {
    for (const filters of [1, 7, 13]) {
      for (const strides of [1, 2]) {
        const side = 6 / strides;
        const dy = randomPlain([2, side, side, filters], 1);
        const values = dy.values.map((value, i) => [Infinity, -Infinity, Number.NaN][(i - 2) / 11] ?? value);
        await expectSameAsCpu(
          (x, gradients) =>
            engine().runKernel('Conv2DBackpropFilter', { x: x!, dy: gradients! }, {
              ...{ strides, pad: 'same', dataFormat: 'NHWC', dimRoundingMode: undefined },
              filterShape: [5, 3, 3, filters],
            } as never) as Tensor,
          [randomPlain([2, 6, 6, 3], 2), { ...dy, values }],
        );
      }
    }
  });

  it('keeps NaN in its patch', async () => {
    const x = randomPlain([1, 5, 5, 1], 1);
    const image = { ...x, values: x.values.map((value, i) => (i === 12 ? Number.NaN : value)) };
    const [y] = await runOn('wasm', (a, b) => conv2d(a as Tensor4D, b as Tensor4D, 1, 'same'), [
      image,
      randomPlain([3, 3, 1, 2], 2),
    ]);
    expect(y!.values.filter(Number.isNaN).length).toBe(18);
    expectClose([0], [0], 1);
  });
});
