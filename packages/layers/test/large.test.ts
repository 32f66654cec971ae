import {
  type AnyBlueprint,
  type Blueprint,
  build,
  inference,
  RandomStream,
  randomKeys,
  sizeOf,
  spec,
} from '@neurite/core';
import { backends, useBackend } from '@neurite/testing';
import { max, min, moments, type Tensor, tensor, zeros } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import * as layers from '../src/index.js';
import {
  averagePool2d,
  batchNorm,
  bidirectional,
  concatenate,
  conv2d,
  dense,
  dropout,
  embedding,
  flatten,
  gelu,
  globalAveragePool2d,
  groupNorm,
  gru,
  identity,
  layerNorm,
  leakyRelu,
  lstm,
  lstmCell,
  maxPool2d,
  multiHeadAttention,
  parallel,
  positionalEmbedding,
  recurrent,
  relu,
  reshape,
  residual,
  rmsNorm,
  sigmoid,
  silu,
  simpleRnn,
  softmax,
  stacked,
  sum,
  tanh,
  timeDistributed,
} from '../src/index.js';

/** Each at a million elements: the shape with the batch. */
const ROWS: readonly (readonly [blueprint: AnyBlueprint, shape: readonly number[], dtype?: 'float32' | 'int32'])[] = [
  ...[relu(), sigmoid(), tanh(), silu(), gelu(), leakyRelu(), softmax(), dropout(0.1), identity()].map(
    (layer) => [layer, [1000, 1000]] as const,
  ),
  ...[layerNorm(), rmsNorm(), batchNorm(), groupNorm(2), dense(4), residual(dense(10)), flatten()].map(
    (layer) => [layer, [100_000, 10]] as const,
  ),
  [reshape([5, 2]), [100_000, 10]],
  ...[layers.mish(), layers.sparsemax(), layers.swiglu(), layers.elu({ alpha: 2 }), layers.prelu()].map(
    (layer) => [layer, [100_000, 10]] as const,
  ),
  ...[layers.maxout(2), layers.highway(), layers.weightNorm(dense(2)), layers.localResponseNorm(3)].map(
    (layer) => [layer, [100_000, 10]] as const,
  ),
  ...[layers.conv1d(2, 3, { padding: 'causal' }), layers.maxPool1d(2), layers.adaptiveAveragePool1d(7)].map(
    (layer) => [layer, [10, 50_000, 2]] as const,
  ),
  ...[layers.depthwiseConv2d(3), layers.separableConv2d(2, 3), layers.conv2dTranspose(2, 3)].map(
    (layer) => [layer, [4, 350, 350, 2]] as const,
  ),
  ...[layers.zeroPadding2d(1), layers.upsampling2d(2, { interpolation: 'bilinear' }), layers.pixelUnshuffle(2)].map(
    (layer) => [layer, [4, 500, 500, 1]] as const,
  ),
  [timeDistributed(dense(2)), [1000, 500, 2]],
  [parallel({ a: dense(2), b: identity() }), [500_000, 2]],
  ...[conv2d(2, 3), maxPool2d(2), averagePool2d(2), globalAveragePool2d()].map(
    (layer) => [layer, [4, 500, 500, 1]] as const,
  ),
  [embedding(10_000, 4), [1000, 1000], 'int32'],
  [positionalEmbedding(1000), [100, 1000, 10]],
  [multiHeadAttention({ heads: 2, causal: true }), [100, 500, 20]],
  ...[simpleRnn(2), lstm(2), gru(2), bidirectional(gru(2)), recurrent(stacked(lstmCell(2), lstmCell(2)))].map(
    (layer) => [layer, [5000, 100, 2]] as const,
  ),
];

const drawn = RandomStream.fromSeed(1).normals(1e6);

describe.skipIf(!backends.includes('wasm'))('a million elements, on wasm', () => {
  beforeAll(() => useBackend('wasm'));

  it.each(ROWS.map(([layer, shape, dtype]) => [layer.name, layer, shape, dtype] as const))(
    '%s',
    async (_, layer, shape, dtype = 'float32') => {
      const size = sizeOf(shape);
      const values = dtype === 'int32' ? Int32Array.from({ length: size }, (_, i) => i % 10_000) : drawn.slice(0, size);
      const x = tensor(values, [...shape], dtype);
      using model = build(layer as Blueprint<Tensor, Tensor>, { input: spec(shape.slice(1), dtype) as never }); // of this spec
      const y = model.forward(x, inference());
      for (const one of 'dataId' in y ? [y] : (Object.values(y) as Tensor[])) {
        expect(one.shape[0]).toBe(shape[0]);
        expect(Number.isFinite((await max(one).data())[0]) && Number.isFinite((await min(one).data())[0])).toBe(true);
        one.dispose();
      }
      x.dispose();
    },
  );

  it('noise, in training', async () => {
    using model = build(layers.gaussianNoise(1), { input: [1000] });
    const context = { training: true, random: randomKeys(RandomStream.fromSeed(1)) };
    const y = model.forward(zeros([1000, 1000]), context);
    const { mean, variance } = moments(y);
    expect((await mean.data())[0]).toBeCloseTo(0, 2);
    expect((await variance.data())[0]).toBeCloseTo(1, 2);
  });

  it.each([
    ['concatenate', concatenate()],
    ['sum', sum()],
  ] as const)('%s', (_, join) => {
    using model = build(join, { input: { a: [10], b: [10] } });
    const x = { a: tensor(new Float32Array(1e6), [100_000, 10]), b: tensor(new Float32Array(1e6), [100_000, 10]) };
    expect(model.forward(x, inference()).shape[0]).toBe(100_000);
  });
});
