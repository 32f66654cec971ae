import { ArgumentError, ShapeError } from '@neurite/core';
import { distinct, draw, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { type Conv2dInputs, type FusedConv2dOptions, fusedConv2d, operations } from '../../src/index.js';
import { expectKernels, expectSecondDerivatives } from '../support/support.js';

type Three = (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor) => tf.Tensor;
type Many = (...xs: tf.Tensor[]) => tf.Tensor;

const activations = ['linear', 'relu', 'sigmoid', 'tanh', 'gelu', 'geluTanh', 'silu', 'hardSwish'] as const;
const windows: readonly FusedConv2dOptions[] = [
  {},
  { padding: 'same' },
  { strides: [2, 1], padding: 'same' },
  { dilation: [1, 2] },
];

const convolution =
  (options: FusedConv2dOptions): Three =>
  (x, kernel, bias) =>
    fusedConv2d({ x, kernel, bias } as Conv2dInputs, options);

// Values and first derivatives on drawn inputs are checked in the package `conformance`.
describe('convolution', () => {
  onEachBackend(() => {
    it.each(windows)('%j, has second derivatives by all it reads', async (window) => {
      const at = [draw([1, 4, 4, 2]), draw([2, 2, 2, 2]), draw([2])];
      await expectSecondDerivatives(convolution(window) as Many, at);
    });

    it.each(activations)('%s has second derivatives by all it reads, and leaves no tensors', async (activation) => {
      // Away from the kink of relu.
      const at = [distinct([1, 3, 2, 1]), tf.tensor4d([2, -1, 1, 3], [2, 1, 1, 2]), tf.tensor1d([0.4, -0.4])] as const;
      await expectSecondDerivatives(convolution({ activation }) as Many, [...at]);
      await expectNoLeak(() => convolution({ activation })(...at));
    });

    it('is one kernel', async () => {
      const of = [draw([1, 4, 4, 2]), draw([2, 2, 2, 3]), draw([3])];
      await expectKernels(() => convolution({})(of[0]!, of[1]!, of[2]!), ['BiasedConv2D']);
      await expectKernels(
        () => tf.grads(convolution({ activation: 'relu' }) as Many)(of),
        ['BiasedConv2DRelu', 'BiasActivationGrad', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'],
      );
    });
  });

  it('names what is wrong', async () => {
    const [x, kernel, bias] = [tf.zeros([1, 3, 3, 2]), tf.zeros([2, 2, 2, 4]), tf.zeros([4])];
    const cases = [
      [x, bias, bias, '`kernel` must have shape [height, width, channels, filters]; received [4].'],
      [bias, kernel, bias, '`x` must have shape [batch, height, width, 2]; received [4].'],
      [kernel, tf.zeros([2, 2, 3, 4]), bias, '`x` must have shape [batch, height, width, 3]; received [2, 2, 2, 4].'],
      [x, kernel, tf.zeros([1]), '`bias` must have shape [4]; received [1].'],
      [x, tf.zeros([2, 4, 2, 4]), bias, '`x` must be as large as the kernel reaches; received [1, 3, 3, 2].'],
    ] as const;
    for (const [a, b, c, message] of cases) {
      await expectError(() => convolution({})(a, b, c), ShapeError, `fusedConv2d: ${message}`);
    }
    await expectError(
      () => convolution({ strides: [2, 1], dilation: [1, 2] })(x, kernel, bias),
      ArgumentError,
      'fusedConv2d: `dilation` must be 1 where strides are above 1; received [1, 2].',
    );
    await expectError(
      () => convolution({ activation: 'swish' as 'silu' })(x, kernel, bias),
      ArgumentError,
      'fusedBiasActivation: `activation` must be one of linear, relu, sigmoid, tanh, gelu, geluTanh, silu, hardSwish; ' +
        'received swish.',
    );
  });

  it('is listed', ({ expect }) => {
    const names = ['BiasedConv2D', 'BiasedConv2DRelu', 'Dense', 'DenseRelu'];
    expect(operations.map(({ kernelName }) => kernelName)).toEqual(expect.arrayContaining(names));
  });
});
