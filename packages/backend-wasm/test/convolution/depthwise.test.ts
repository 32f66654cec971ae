import { depthwiseConv2d, engine, fused, type NamedAttrMap, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { beforeAll, describe, it } from 'vitest';
import { expectSameAsCpu, randomPlain, strangePlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

type Geometry = {
  readonly strides: number;
  readonly pad: 'valid' | 'same' | number;
  readonly dilations: number;
};

/** The convolution and, without dilation, which tfjs's own do not know, its gradients. */
function convolution({ strides, pad, dilations }: Geometry): (x: Tensor, filter: Tensor) => Tensor[] {
  return (x, filter) => {
    const y = depthwiseConv2d(x as Tensor4D, filter as Tensor4D, strides, pad, 'NHWC', dilations);
    if (dilations > 1) return [y];
    const attrs = { strides: [strides, strides], pad, dilations: [1, 1] };
    const run = (name: string, inputs: Record<string, Tensor>, shape: object): Tensor =>
      engine().runKernel(name, inputs, { ...attrs, ...shape } as NamedAttrMap);
    return [
      y,
      run('DepthwiseConv2dNativeBackpropInput', { dy: y, filter }, { inputShape: x.shape }),
      run('DepthwiseConv2dNativeBackpropFilter', { x, dy: y }, { filterShape: filter.shape }),
    ];
  };
}

describe('convolution of each channel', () => {
  it('and its gradients, for any shape', async () => {
    const geometry = record({
      images: integer({ min: 0, max: 3 }),
      height: integer({ min: 4, max: 9 }),
      width: integer({ min: 4, max: 15 }),
      channels: integer({ min: 1, max: 9 }),
      times: integer({ min: 1, max: 3 }),
      rows: integer({ min: 1, max: 4 }),
      columns: integer({ min: 1, max: 4 }),
      strides: integer({ min: 1, max: 3 }),
      pad: constantFrom<('valid' | 'same' | number)[]>('valid', 'same'),
    });
    await assert(
      asyncProperty(geometry, async ({ images, height, width, channels, times, rows, columns, strides, pad }) => {
        const x = randomPlain([images, height, width, channels], 1);
        const filter = randomPlain([rows, columns, channels, times], 2);
        await expectSameAsCpu((...[a, b]) => convolution({ strides, pad, dilations: 1 })(a!, b!), [x, filter], 1e-4);
      }),
      { numRuns: 60 },
    );
  });

  it('with numeric padding and with dilation', async () => {
    for (const [pad, strides, dilations] of [
      [1, 1, 1],
      [1, 2, 1],
      ['same', 1, 2],
      ['valid', 1, 3],
      [2, 1, 2],
    ] as const) {
      const x = randomPlain([2, 8, 9, 5], 1);
      const filter = randomPlain([3, 3, 5, 2], 2);
      await expectSameAsCpu((...[a, b]) => convolution({ strides, pad, dilations })(a!, b!), [x, filter], 1e-4);
    }
  });

  it('spreads NaN', async () => {
    const filter = randomPlain([2, 2, 3, 1], 2);
    const x = strangePlain([1, 5, 5, 3], 1, [Number.NaN, 1, 2, 0]);
    await expectSameAsCpu((a, b) => depthwiseConv2d(a as Tensor4D, b as Tensor4D, 1, 'same'), [x, filter]);
  });

  it.each(['linear', 'relu', 'elu', 'sigmoid'] as const)('with a bias and %s', async (activation) => {
    const run = (x?: Tensor, filter?: Tensor, bias?: Tensor): Tensor =>
      fused.depthwiseConv2d({
        x: x as Tensor4D,
        filter: filter as Tensor4D,
        strides: 1,
        pad: 'same',
        bias: bias!,
        activation,
      });
    await expectSameAsCpu(run, [randomPlain([2, 5, 5, 3], 1), randomPlain([3, 3, 3, 2], 2), randomPlain([6], 3)]);
  });
});
