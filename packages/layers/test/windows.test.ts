import { ArgumentError, build, inference, loadState, ShapeError, spec } from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import { type Rank, reshape, type Tensor4D, tensor, zeros } from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import { conv2d, dense, fold, sequential, unfold } from '../src/index.js';
import { testParity } from './parity-table.js';
import { testLayer } from './test-layer.js';

testParity('windows');

testLayer({
  name: 'unfold',
  blueprint: unfold([2, 1], { padding: 1, dilation: 2 }),
  input: [2, 3, 2],
  output: [10, 4],
  errors: [
    {
      run: () => unfold(0),
      type: ArgumentError,
      message:
        'unfold: `kernelSize` must be an integer of at least 1, or one for each of height and width; received 0.',
    },
    {
      run: () => unfold(2).outputSpec(spec([2, 2, null])),
      type: ShapeError,
      message:
        'unfold: `input` must have a known number of channels; received [2, 2, null]. ' +
        'A size depends on it: write it instead of null.',
    },
  ],
});
testLayer({
  name: 'fold',
  blueprint: fold([3, 2], 2),
  input: [2, 8],
  output: [3, 2, 2],
  errors: [
    {
      run: () => fold([3, 2], 2).outputSpec(spec([3, 8])),
      type: ShapeError,
      message: 'fold: `input` must be [2, 4 · channels]; received [3, 8].',
    },
    {
      run: (model) => model.forward(zeros([1, 2, 6]), inference()),
      type: ShapeError,
      message: 'fold: `x` must have shape [batch, 2, 4 · channels]; received [1, 2, 6].',
    },
  ],
});

onEachBackend(() => {
  it('unfolded rows times the kernel as a matrix are the convolution', async () => {
    const options = { strides: 2, padding: 1 } as const;
    const x = tensor<Rank.R4>(
      Array.from({ length: 60 }, (_, i) => Math.sin(i)),
      [1, 4, 5, 3],
    );
    using convolution = build(conv2d(2, 3, options), { input: [4, 5, 3], seed: 7 });
    using network = build(sequential(unfold(3, options), dense(2)), { input: [4, 5, 3], seed: 7 });
    const { kernel } = convolution as unknown as { readonly kernel: { readonly value: Tensor4D } }; // a Conv2d
    loadState(network, { 'layers.1.kernel': reshape(kernel.value, [27, 2]), 'layers.1.bias': zeros([2]) });
    const y = convolution.forward(x, inference());
    await expectClose(reshape(network.forward(x, inference()), y.shape), await y.array());
  });
});
