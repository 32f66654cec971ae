import {
  ArgumentError,
  type Blueprint,
  build,
  DtypeError,
  fromConfig,
  inference,
  ShapeError,
  spec,
  valueAndGradients,
} from '@neurite/core';
import { expectClose, fixture, type NestedNumbers, onEachBackend } from '@neurite/testing';
import { mul, ones, sum, type Tensor, type Tensor4D, tensor, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  conv2d,
  type Indexed,
  maxPoolWithIndices1d,
  maxPoolWithIndices2d,
  maxPoolWithIndices3d,
  maxUnpool1d,
  maxUnpool2d,
  maxUnpool3d,
} from '../src/index.js';
import { testPartsParity } from './parity-table.js';
import { registry, testLayer } from './test-layer.js';

testPartsParity('unpool');

type Case = {
  readonly layer: string;
  readonly arguments: readonly NestedNumbers[];
  readonly x: NestedNumbers;
  readonly values: NestedNumbers;
  readonly indices: NestedNumbers;
  readonly cotangent: NestedNumbers;
  readonly gradients: { readonly x: NestedNumbers };
};
const { cases } = fixture<{ cases: readonly Case[] }>('layers/pool-indices');

onEachBackend(() => {
  describe('pools with indices as PyTorch', () => {
    it.each(cases.map((one, i) => [`${i} ${one.layer}`, one] as const))('%s', async (_, one) => {
      const x = tensor(one.x as number[]);
      const made = fromConfig({ name: one.layer, arguments: one.arguments as never }, registry);
      const blueprint = made as Blueprint<Tensor, Indexed<Tensor>>; // as all cases
      using model = build(blueprint, { input: spec(x.shape.slice(1)) as never });
      const { values, indices } = model.forward(x, inference());
      await expectClose(values, one.values);
      expect(indices.dtype).toBe('int32');
      expect(await indices.array()).toEqual(one.indices);
      const { gradients } = valueAndGradients(
        () => sum(mul(model.forward(x, inference()).values, tensor(one.cotangent as number[]))),
        { x },
      );
      await expectClose(gradients.x, one.gradients.x);
    });
  });

  it('values of one index add up', async () => {
    using model = build(maxUnpool1d(2, { strides: 1 }), { input: { values: [2, 1], indices: spec([2, 1], 'int32') } });
    const indices = tensor([1, 1], [1, 2, 1], 'int32') as never;
    const y = model.forward({ values: tensor([2, 3], [1, 2, 1]) as never, indices }, inference());
    await expectClose(y, [[[0], [5], [0]]]);
  });

  it('refuses indices of another shape or dtype', () => {
    using model = build(maxUnpool2d(2), { input: { values: [1, 1, 1], indices: spec([1, 1, 1], 'int32') } });
    const values = ones([1, 1, 1, 1]) as Tensor4D;
    expect(() => model.forward({ values, indices: zeros([1, 1, 2, 1], 'int32') as Tensor4D }, inference())).toThrow(
      new ShapeError({
        where: 'maxUnpool2d',
        argument: 'indices',
        expected: 'have the shape of the values, [1, 1, 1, 1]',
        received: '[1, 1, 2, 1]',
      }),
    );
    expect(() => model.forward({ values, indices: values }, inference())).toThrow(DtypeError);
  });
});

const pooled = (shape: readonly number[]) => ({ values: spec(shape), indices: spec(shape, 'int32') });
const large = { ids: 4, propagatesNaN: false };

testLayer({
  name: 'maxPoolWithIndices1d',
  blueprint: maxPoolWithIndices1d(2, { ceilMode: true }),
  input: [3, 2],
  output: pooled([2, 2]),
  ...large,
});
testLayer({
  name: 'maxPoolWithIndices2d',
  blueprint: maxPoolWithIndices2d(2, { dilation: 2 }),
  input: [3, 3, 1],
  output: pooled([1, 1, 1]),
  ...large,
});
testLayer({
  name: 'maxPoolWithIndices3d',
  blueprint: maxPoolWithIndices3d([1, 2, 1]),
  input: [1, 2, 2, 1],
  output: pooled([1, 1, 2, 1]),
  ...large,
});
testLayer({
  name: 'maxUnpool1d',
  blueprint: maxUnpool1d(2),
  input: pooled([2, 2]),
  output: [4, 2],
  ...large,
  errors: [
    {
      run: () => maxUnpool1d(2, { padding: 'same' as never }),
      type: ArgumentError,
      message: "maxUnpool1d: `padding` must be 'valid' or numbers; received 'same'.",
    },
    {
      run: () => maxUnpool1d(2).outputSpec({ values: spec([2, 2]), indices: spec([2, 3], 'int32') }),
      type: ShapeError,
      message:
        'maxUnpool1d: `input` must be { values, indices }, both [time, channels]; ' +
        'received { values: [2, 2], indices: int32 [2, 3] }.',
    },
  ],
});
testLayer({
  name: 'maxUnpool2d',
  blueprint: maxUnpool2d(2, { outputSize: [2, 3] }),
  input: pooled([1, 1, 1]),
  output: [2, 3, 1],
  ...large,
});
testLayer({
  name: 'maxUnpool3d',
  blueprint: maxUnpool3d(2),
  input: pooled([1, 1, 1, 1]),
  output: [2, 2, 2, 1],
  ...large,
});

it('types: an unpool takes what a pool gives', () => {
  const pool: Blueprint<Tensor4D, Indexed<Tensor4D>> = maxPoolWithIndices2d(2);
  const back: Blueprint<Indexed<Tensor4D>, Tensor4D> = maxUnpool2d(2);
  expect([pool.name, back.name, conv2d(1, 1).name]).toHaveLength(3);
});
