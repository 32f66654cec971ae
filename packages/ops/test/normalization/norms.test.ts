import { ArgumentError, ShapeError } from '@neurite/core';
import { draw, expectClose, expectError, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { fusedBatchNormTraining, fusedGroupNorm, fusedLayerNorm, fusedRmsNorm, operations } from '../../src/index.js';
import { parityWithPyTorch } from '../support/parity.js';
import { expectKernels, expectSecondDerivatives } from '../support/support.js';

type Norm = { readonly x: tf.Tensor; readonly scale: tf.Tensor; readonly offset: tf.Tensor };

const norms = [
  {
    operation: 'LayerNorm',
    run: (inputs: Norm, options: object) => ({ y: fusedLayerNorm(inputs, options) }),
  },
  {
    operation: 'RmsNorm',
    run: ({ x, scale }: Norm, options: object) => ({ y: fusedRmsNorm({ x, scale }, options) }),
  },
  {
    operation: 'GroupNorm',
    run: (inputs: Norm, options: object) => ({ y: fusedGroupNorm(inputs, { groups: 2, ...options }) }),
  },
  {
    operation: 'BatchNormTraining',
    run: (inputs: Norm, options: object) => fusedBatchNormTraining(inputs, options),
  },
];

// Values and first derivatives on drawn inputs are checked in the package `conformance`.
describe.each(norms)('$operation', ({ operation, run }) => {
  const names = operation === 'RmsNorm' ? ['x', 'scale'] : ['x', 'scale', 'offset'];
  const inputs = (): tf.Tensor[] => [draw([3, 2, 4]), draw([4], 0.5, 2), draw([4], -1, 1)].slice(0, names.length);
  const y = (...xs: tf.Tensor[]): tf.Tensor =>
    run(Object.fromEntries(names.map((name, i) => [name, xs[i]!])) as Norm, {}).y;

  onEachBackend(() => {
    parityWithPyTorch('ops/norms', operation, (named, options) => run(named as Norm, options as object));

    it('has second derivatives by all inputs', async () => {
      await expectSecondDerivatives(y, inputs());
    });

    it('has a third derivative', async () => {
      const at = inputs().map((x) =>
        tf.slice(
          x,
          x.shape.map(() => 0),
          x.shape.map((_, axis) => (axis < x.rank - 1 ? 1 : 2)),
        ),
      );
      const [x, ...rest] = at;
      const gradient = (z: tf.Tensor): tf.Tensor => tf.grad((w) => tf.square(y(w, ...rest)))(z);
      await expectSecondDerivatives(gradient, [x!]);
    });

    it('is one kernel forward and one backward', () =>
      expectKernels(() => tf.grads(y)(inputs()), [operation, `${operation}Grad`]));
  });
});

describe('norms', () => {
  onEachBackend(() => {
    it('are exact far from 0, and constant numbers give the offset', async () => {
      const [scale, offset] = [tf.tensor1d([1, 1]), tf.tensor1d([3, -2])];
      await expectClose(fusedLayerNorm({ x: tf.tensor2d([[1e4 - 1, 1e4 + 1]]), scale, offset }), [[2, -1]], {
        absolute: 1e-4,
      });
      await expectClose(fusedLayerNorm({ x: tf.tensor2d([[7, 7]]), scale, offset }), [[3, -2]]);
      const one = fusedBatchNormTraining({ x: tf.tensor2d([[5, 7]]), scale, offset });
      await expectClose(one.y, [[3, -2]]);
      await expectClose(one.variance, [0, 0]);
    });

    it('refuse a second derivative that they did not keep enough for', () => {
      const [scale, offset] = [tf.tensor1d([1, 2]), tf.tensor1d([0, 0])];
      // The operation runs outside of the inner gradient, which is taken by what was there before.
      const gradient = (x: tf.Tensor): tf.Tensor => {
        const y = fusedLayerNorm({ x, scale, offset });
        return tf.grad(() => tf.sum(tf.square(y)))(x);
      };
      expect(() => tf.grad(gradient)(tf.tensor2d([[1, 3]]))).toThrow('gradient function not found for LayerNormGrad');
    });
  });

  it('name what is wrong', async () => {
    const [x, scale, offset] = [tf.zeros([2, 4]), tf.zeros([4]), tf.zeros([4])];
    await expectError(
      () => fusedLayerNorm({ x, scale: tf.zeros([3]), offset }),
      ShapeError,
      'fusedLayerNorm: `scale` must have shape [4]; received [3].',
    );
    await expectError(
      () => fusedLayerNorm({ x, scale, offset: tf.zeros([1, 4]) }),
      ShapeError,
      'fusedLayerNorm: `offset` must have shape [4]; received [1, 4].',
    );
    await expectError(
      () => fusedRmsNorm({ x: tf.scalar(1), scale }),
      ShapeError,
      'fusedRmsNorm: `x` must have shape […, c]; received [].',
    );
    await expectError(
      () => fusedRmsNorm({ x, scale }, { epsilon: 0 }),
      ArgumentError,
      'fusedRmsNorm: `epsilon` must be a finite number above 0; received 0.',
    );
    await expectError(
      () => fusedGroupNorm({ x: scale, scale, offset }, { groups: 2 }),
      ShapeError,
      'fusedGroupNorm: `x` must have shape [batch, …, c]; received [4].',
    );
    for (const groups of [3, 0, 1.5]) {
      await expectError(
        () => fusedGroupNorm({ x, scale, offset }, { groups }),
        ArgumentError,
        `fusedGroupNorm: \`groups\` must be an integer that divides the 4 channels; received ${groups}.`,
      );
    }
    await expectError(
      () => fusedBatchNormTraining({ x: tf.zeros([0, 4]), scale, offset }),
      ShapeError,
      'fusedBatchNormTraining: `x` must have an element for each channel; received [0, 4].',
    );
  });

  it('are listed with their gradients', () => {
    const listed = operations.map(({ kernelName }) => kernelName);
    expect(listed).toEqual(expect.arrayContaining(norms.flatMap(({ operation }) => [operation, `${operation}Grad`])));
    expect(new Set(listed).size).toBe(listed.length);
  });
});
