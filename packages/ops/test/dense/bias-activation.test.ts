import { ArgumentError, registerGradients, ShapeError } from '@neurite/core';
import { distinct, draw, expectClose, expectError, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { type BiasActivationInputs, fusedBiasActivation, operations } from '../../src/index.js';
import { parityWithPyTorch } from '../support/parity.js';
import { expectKernels, expectSecondDerivatives } from '../support/support.js';

const plain = ['linear', 'relu', 'sigmoid', 'tanh'] as const;
const gated = ['gelu', 'geluTanh', 'silu', 'hardSwish'] as const;

/** The bias and the activation as a function of x and bias. */
function biasActivation(activation: (typeof plain)[number] | (typeof gated)[number]) {
  return (x: tf.Tensor, bias: tf.Tensor): tf.Tensor => fusedBiasActivation({ x, bias }, { activation });
}

// Values and first derivatives on drawn inputs are checked in the package `conformance`.
describe('bias and activation', () => {
  onEachBackend(() => {
    parityWithPyTorch(
      'ops/bias-activation',
      'BiasActivation',
      (named, options: Parameters<typeof fusedBiasActivation>[1]) => ({
        y: fusedBiasActivation(named as BiasActivationInputs, options),
      }),
    );

    it.each([...plain, ...gated])('%s has second derivatives by x and bias', async (activation) => {
      // Away from the kink of relu.
      const at = [distinct([2, 3]), tf.tensor1d([0.4, -0.4, 0.2])];
      await expectSecondDerivatives(biasActivation(activation) as (...xs: tf.Tensor[]) => tf.Tensor, at);
    });

    it.each([
      ['relu', 'BiasActivation'],
      ['gelu', 'BiasGatedActivation'],
    ] as const)('%s is one kernel forward and one backward', async (activation, name) => {
      const f = biasActivation(activation) as (...xs: tf.Tensor[]) => tf.Tensor;
      await expectKernels(() => tf.grads(f)([draw([2, 3]), draw([3])]), [name, `${name}Grad`]);
    });

    it('is exact for ±1e4, and passes NaN through', async () => {
      const x = tf.tensor2d([[1e4, -1e4, Number.NaN]]);
      const bias = tf.zeros([3]);
      registerGradients();
      for (const [activation, y, dx] of [
        ['linear', [1e4, -1e4, Number.NaN], [1, 1, 1]],
        ['relu', [1e4, 0, Number.NaN], [1, 0, Number.NaN]],
        ['sigmoid', [1, 0, Number.NaN], [0, 0, Number.NaN]],
        ['tanh', [1, -1, Number.NaN], [0, 0, Number.NaN]],
        ['gelu', [1e4, 0, Number.NaN], [1, 0, Number.NaN]],
        ['geluTanh', [1e4, 0, Number.NaN], [1, 0, Number.NaN]],
        ['silu', [1e4, 0, Number.NaN], [1, 0, Number.NaN]],
        ['hardSwish', [1e4, 0, Number.NaN], [1, 0, Number.NaN]],
      ] as const) {
        await expectClose(biasActivation(activation)(x, bias), [y]);
        await expectClose(tf.grad((z) => biasActivation(activation)(z, bias))(x), [dx]);
      }
    });
  });

  it('names what is wrong', async () => {
    await expectError(
      () => fusedBiasActivation({ x: tf.zeros([2, 3]), bias: tf.zeros([1]) }, { activation: 'relu' }),
      ShapeError,
      'fusedBiasActivation: `bias` must have shape [3]; received [1].',
    );
    await expectError(
      () => fusedBiasActivation({ x: tf.scalar(1), bias: tf.zeros([1]) }, { activation: 'relu' }),
      ShapeError,
      'fusedBiasActivation: `x` must have shape […, c]; received [].',
    );
    await expectError(
      () => fusedBiasActivation({ x: tf.zeros([1]), bias: tf.zeros([1]) }, { activation: 'swish' as 'silu' }),
      ArgumentError,
      'fusedBiasActivation: `activation` must be one of linear, relu, sigmoid, tanh, gelu, geluTanh, silu, hardSwish; ' +
        'received swish.',
    );
  });

  it('is listed with its gradients', () => {
    const listed = operations.map(({ kernelName }) => kernelName);
    const names = ['BiasActivation', 'BiasGatedActivation'];
    expect(listed).toEqual(expect.arrayContaining(names.flatMap((name) => [name, `${name}Grad`])));
  });
});
