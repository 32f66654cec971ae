import { ArgumentError, build, inference, ShapeError, spec } from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import { type Tensor3D, tensor, zeros } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  conv3d,
  conv3dTranspose,
  depthwiseConv1d,
  depthwiseConv2d,
  separableConv1d,
  separableConv2d,
} from '../src/index.js';
import { testParity } from './parity-table.js';
import { testLayer } from './test-layer.js';

testParity('convolutions');

testLayer({
  name: 'conv1d',
  blueprint: conv1d(2, 2, { padding: 'causal' }),
  input: [null, 2],
  output: [null, 2],
  parameters: { kernel: [2, 2, 2], bias: [2] },
  errors: [
    {
      run: () => conv1d(2, 2, { padding: [1, -1] }),
      type: ArgumentError,
      message:
        "conv1d: `padding` must be 'valid', 'same', 'causal', an integer of at least 0, or [before, after]; " +
        'received [1, -1].',
    },
    {
      run: () => conv1d(2, 4).outputSpec(spec([3, 2])),
      type: ShapeError,
      message:
        "conv1d: `input` must be at least 4 in time, as its window is; received [3, 2]. Use a smaller window, or padding: 'same'.",
    },
    {
      run: (model) => model.forward(zeros([2, 3]), inference()),
      type: ShapeError,
      message:
        'conv1d: `x` must have shape [batch, time, 2]; received [2, 3]. ' +
        'The last axis must equal the channels it was built for.',
    },
  ],
});

testLayer({
  name: 'conv3d',
  blueprint: conv3d(2, 2, { padding: [1, 0, 0] }),
  input: [1, 2, 2, 1],
  output: [2, 1, 1, 2],
  parameters: { kernel: [2, 2, 2, 1, 2], bias: [2] },
  errors: [
    {
      run: () => conv3d(2, 2, { padding: [1, 0] as never }),
      type: ArgumentError,
      message:
        "conv3d: `padding` must be 'valid', 'same', an integer of at least 0, or one or [before, after] for each of " +
        'depth, height and width; received [1, 0].',
    },
  ],
});

testLayer({
  name: 'depthwiseConv1d',
  blueprint: depthwiseConv1d(2, { depthMultiplier: 2 }),
  input: [3, 2],
  output: [2, 4],
  parameters: { depthwiseKernel: [2, 2, 2], bias: [4] },
});

testLayer({
  name: 'depthwiseConv2d',
  blueprint: depthwiseConv2d(2, { strides: 2, padding: 1 }),
  input: [2, 3, 2],
  output: [2, 2, 2],
  parameters: { depthwiseKernel: [2, 2, 2, 1], bias: [2] },
  errors: [
    {
      run: () => depthwiseConv2d(2, { depthMultiplier: 0 }),
      type: ArgumentError,
      message: 'depthwiseConv2d: `depthMultiplier` must be an integer of at least 1; received 0.',
    },
    {
      run: () => depthwiseConv2d(2, { pointwiseInitializer: () => zeros([1]) } as never),
      type: ArgumentError,
      message:
        'depthwiseConv2d: `options` must be among `strides`, `padding`, `dilation`, `depthMultiplier`, `useBias`, ' +
        '`depthwiseInitializer`, `biasInitializer`; received `pointwiseInitializer`.',
    },
  ],
});

testLayer({
  name: 'separableConv1d',
  blueprint: separableConv1d(3, 2, { useBias: false }),
  input: [3, 2],
  output: [2, 3],
  parameters: { depthwiseKernel: [2, 2, 1], pointwiseKernel: [2, 3] },
});

testLayer({
  name: 'separableConv2d',
  blueprint: separableConv2d(3, 2, { padding: 'same' }),
  input: [2, 2, 2],
  output: [2, 2, 3],
  parameters: { depthwiseKernel: [2, 2, 2, 1], pointwiseKernel: [2, 3], bias: [3] },
});

testLayer({
  name: 'conv1dTranspose',
  blueprint: conv1dTranspose(2, 3, { strides: 2, padding: 1, outputPadding: 1 }),
  input: [3, 2],
  output: [6, 2],
  parameters: { kernel: [3, 2, 2], bias: [2] },
});

testLayer({
  name: 'conv2dTranspose',
  blueprint: conv2dTranspose(2, 2, { strides: 2, groups: 2, padding: 'same' }),
  input: [2, 1, 2],
  output: [4, 2, 2],
  parameters: { kernel: [2, 2, 1, 2], bias: [2] },
  errors: [
    {
      run: () => conv2dTranspose(2, 2, { strides: 2, outputPadding: [1, 2] }),
      type: ArgumentError,
      message: 'conv2dTranspose: `outputPadding` must be smaller than the stride or the dilation; received 1,2.',
    },
    {
      run: () => conv2dTranspose(2, 2, { groups: 2 }).outputSpec(spec([2, 2, 3])),
      type: ShapeError,
      message: 'conv2dTranspose: `input` must have channels that the 2 groups divide; received [2, 2, 3].',
    },
    {
      run: (model) => model.forward(zeros([2, 2, 2, 3]), inference()),
      type: ShapeError,
      message:
        'conv2dTranspose: `x` must have shape [batch, height, width, 2]; received [2, 2, 2, 3]. ' +
        'The last axis must equal the channels it was built for.',
    },
  ],
});

testLayer({
  name: 'conv3dTranspose',
  blueprint: conv3dTranspose(1, 2),
  input: [1, 2, 1, 2],
  output: [2, 3, 2, 1],
  parameters: { kernel: [2, 2, 2, 1, 2], bias: [1] },
});

onEachBackend(() => {
  it('a causal convolution does not see what comes later', async () => {
    using model = build(conv1d(3, 3, { padding: 'causal', dilation: 2 }), { input: [null, 1], seed: 7 });
    const x = Float32Array.from({ length: 9 }, (_, i) => Math.sin(i));
    const whole = await model.forward(tensor(x, [1, 9, 1]) as Tensor3D, inference()).array();
    const part = model.forward(tensor(x.subarray(0, 5), [1, 5, 1]) as Tensor3D, inference());
    await expectClose(part, [whole[0]!.slice(0, 5)]);
  });
});

it('says what a convolution takes, whatever its axes', () => {
  const multiplyAdds = (of: typeof conv1d extends (...args: never[]) => infer B ? B : never): unknown =>
    of.describe?.(spec([10, 4])).multiplyAdds;
  expect(multiplyAdds(conv1d(8, 3))).toBe(8 * 3 * 4 * 8);
  expect(multiplyAdds(depthwiseConv1d(3, { depthMultiplier: 2 }))).toBe(8 * 3 * 4 * 2);
  expect(multiplyAdds(separableConv1d(5, 3))).toBe(8 * (3 * 4 + 4 * 5));
  expect(multiplyAdds(conv1dTranspose(8, 3))).toBe(10 * 3 * 4 * 8);
  expect(conv2d(8, 3, { padding: 1, strides: 2 }).outputSpec(spec([null, 5, 1]))).toEqual(spec([null, 3, 8]));
});
