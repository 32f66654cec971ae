import { ArgumentError, build, inference, parameters, RandomStream, randomKeys } from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import { type Tensor2D, type Tensor3D, tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import { assert, expect, it } from 'vitest';
import {
  batchNorm,
  conv2d,
  dense,
  instanceNorm,
  type Lora,
  localResponseNorm,
  lora,
  multiHeadAttention,
  relu,
  sequential,
  spectralNorm,
  unitNorm,
  weightNorm,
} from '../src/index.js';
import { testParity } from './parity-table.js';
import { testLayer } from './test-layer.js';

testParity('more-norms');

testLayer({ name: 'instanceNorm', blueprint: instanceNorm(), input: [3, 2], output: [3, 2] });
testLayer({
  name: 'instanceNorm with scale and offset',
  blueprint: instanceNorm({ affine: true }),
  input: [2, 2, 2],
  output: [2, 2, 2],
  parameters: { scale: [2], offset: [2] },
  errors: [
    {
      run: () => instanceNorm({ epsilon: 0 }),
      type: ArgumentError,
      message: 'instanceNorm: `epsilon` must be a finite number above 0; received 0.',
    },
  ],
});
testLayer({
  name: 'localResponseNorm',
  blueprint: localResponseNorm(2, { alpha: 1 }),
  input: [2, 3],
  output: [2, 3],
  masks: true,
  errors: [
    {
      run: () => localResponseNorm(0),
      type: ArgumentError,
      message: 'localResponseNorm: `size` must be an integer of at least 1; received 0.',
    },
    {
      run: () => localResponseNorm(3, { k: 0 }),
      type: ArgumentError,
      message: 'localResponseNorm: `k` must be a finite number above 0; received 0.',
    },
  ],
});
testLayer({ name: 'unitNorm', blueprint: unitNorm(), input: [2, 3], output: [2, 3], masks: true });
testLayer({
  name: 'weightNorm',
  blueprint: weightNorm(sequential(conv2d(2, 2), relu())),
  input: [2, 3, 1],
  output: [1, 2, 2],
  parameters: { 'inner.layers.0.kernel': [2, 2, 1, 2], 'inner.layers.0.bias': [2], 'magnitude.layers/0/kernel': [2] },
  errors: [
    {
      run: () => build(weightNorm(relu()), { input: [2] }),
      type: ArgumentError,
      message: 'weightNorm: `inner` must have a kernel; received no parameters.',
    },
  ],
});
testLayer({
  name: 'spectralNorm',
  blueprint: spectralNorm(dense(2)),
  input: [3],
  output: [2],
  masks: false,
  parameters: { 'inner.kernel': [3, 2], 'inner.bias': [2], 'left.kernel': [2], 'right.kernel': [3] },
  buffers: ['left.kernel', 'right.kernel'],
  // In training the vectors are constants of the gradient, which differences are not.
  gradients: { relative: 0.02 },
  errors: [
    {
      run: () => spectralNorm(dense(2), { iterations: 0 }),
      type: ArgumentError,
      message: 'spectralNorm: `iterations` must be an integer of at least 1; received 0.',
    },
  ],
});
testLayer({
  name: 'lora',
  blueprint: lora(sequential(dense(2), batchNorm()), { rank: 1 }),
  input: [3],
  output: [2],
  parameters: {
    'inner.layers.0.kernel': [3, 2],
    'inner.layers.0.bias': [2],
    'inner.layers.1.scale': [2],
    'inner.layers.1.offset': [2],
    'inner.layers.1.runningMean': [2],
    'inner.layers.1.runningVariance': [2],
    'down.layers/0/kernel': [3, 1],
    'up.layers/0/kernel': [1, 2],
  },
  buffers: ['inner.layers.1.runningMean', 'inner.layers.1.runningVariance'],
  errors: [
    {
      run: () => lora(dense(2), { rank: 0 }),
      type: ArgumentError,
      message: 'lora: `rank` must be an integer of at least 1; received 0.',
    },
  ],
});

onEachBackend(() => {
  const x: Tensor2D = tensor2d([[1, -2, 0.5]]);

  it('wrapped by weight normalization or LoRA, a layer gives at first what it gives alone', async () => {
    const inner = sequential(dense(4), relu(), dense(2));
    for (const blueprint of [weightNorm(inner), lora(inner, { rank: 2 })]) {
      using model = build(blueprint, { input: [3], seed: 7 });
      const alone = (model as unknown as { inner: typeof model }).inner;
      await expectClose(model.forward(x, inference()), await (alone.forward(x, inference()) as Tensor2D).array());
    }
  });

  it('a spectral norm makes the largest singular value 1', async () => {
    using model = build(spectralNorm(dense(3, { useBias: false })), { input: [3], seed: 7 });
    const training = () => ({ training: true, random: randomKeys(RandomStream.fromSeed(1)) });
    for (let i = 0; i < 30; i++) model.forward(x, training()).dispose();
    const y = await model
      .forward(
        tensor2d([
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ]),
        inference(),
      )
      .array();
    // The largest eigenvalue of W · Wᵀ, by power iteration in float64.
    let v = [1, 0.5, 0.25];
    let length = 0;
    for (let i = 0; i < 200; i++) {
      const w = [0, 1, 2].map((j) => y.reduce((sum, rowOf, k) => sum + rowOf[j]! * v[k]!, 0));
      v = y.map((rowOf) => rowOf.reduce((sum, of, j) => sum + of * w[j]!, 0));
      length = Math.hypot(...v);
      v = v.map((of) => of / length);
    }
    assert.closeTo(length, 1, 1e-4);
  });

  it('LoRA trains its own parameters alone, and merges them into the kernels', async () => {
    using model = build(lora(multiHeadAttention({ heads: 1 }), { rank: 2, alpha: 4 }), { input: [3, 4], seed: 7 });
    const found = [...parameters(model)];
    const trained = found.filter(([, { trainable }]) => trainable).map(([path]) => path);
    expect(trained).toEqual(['down.kernel', 'down.outputKernel', 'up.kernel', 'up.outputKernel']);
    const random = RandomStream.fromSeed(3);
    for (const [path, parameter] of found) {
      if (path.startsWith('up')) {
        const drawn = random.child(path).normals(parameter.value.size);
        parameter.assign(tensor2d(drawn, parameter.value.shape as [number, number]));
      }
    }
    const tokens: Tensor3D = tensor3d(random.normals(12), [1, 3, 4]);
    const before = await model.forward(tokens, inference()).array();
    (model as unknown as Lora).merge();
    await expectClose(model.forward(tokens, inference()), before, { relative: 1e-4, absolute: 1e-5 });
    const { inner } = model as unknown as { inner: typeof model };
    await expectClose(inner.forward(tokens, inference()), before, { relative: 1e-4, absolute: 1e-5 });
  });
});
