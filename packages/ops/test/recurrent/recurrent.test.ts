import { ShapeError } from '@neurite/core';
import { draw, expectError, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  fusedGruSequence,
  fusedLstmSequence,
  type GruSequenceInputs,
  type LstmSequenceInputs,
  operations,
} from '../../src/index.js';
import { parityWithPyTorch } from '../support/parity.js';
import { expectKernels, expectNoZeros, expectSecondDerivatives } from '../support/support.js';

const recurrences = [
  {
    operation: 'LstmSequence',
    shapes: { x: [2, 3, 8], recurrentKernel: [2, 8], initialState: [2, 2], initialCell: [2, 2] },
    run: (inputs: object) => ({ ...fusedLstmSequence(inputs as LstmSequenceInputs) }),
  },
  {
    operation: 'GruSequence',
    shapes: { x: [2, 3, 6], recurrentKernel: [2, 6], recurrentBias: [6], initialState: [2, 2] },
    run: (inputs: object) => ({ outputs: fusedGruSequence(inputs as GruSequenceInputs) }),
  },
];

// Values and first derivatives on drawn inputs are checked in the package `conformance`.
describe.each(recurrences)('$operation', ({ operation, shapes, run }) => {
  const names = Object.keys(shapes);
  const inputs = (): tf.Tensor[] => Object.values(shapes).map((shape) => draw(shape, -1, 1));
  const named = (xs: readonly tf.Tensor[]) => Object.fromEntries(names.map((name, i) => [name, xs[i]!]));
  /** All answers side by side, so that each has a part in the gradient. */
  const joined = (...xs: tf.Tensor[]): tf.Tensor =>
    tf.concat(Object.values(run(named(xs))).map((y) => tf.reshape(y, [-1])));

  onEachBackend((_backend) => {
    parityWithPyTorch('ops/recurrent', operation, run);

    it('has second derivatives by all inputs', async () => {
      await expectSecondDerivatives(joined, inputs());
    });

    it('is one kernel forward and one backward', () =>
      expectKernels(() => tf.grads(joined)(inputs()), [operation, `${operation}Grad`]));

    it('has no zeros made for the gates, by which there is no gradient', () =>
      expectNoZeros(() => tf.grads(joined)(inputs()), [2, 3, 8]));

    it('saturates without overflow', async () => {
      const at = named(inputs());
      const { outputs } = run({ ...at, x: tf.mul(tf.sign(at.x!), 1e4) }) as { outputs: tf.Tensor };
      const values = await outputs.data();
      expect(values.every((value) => Math.abs(value) <= 1)).toBe(true);
    });
  });

  it('names a wrong shape', async () => {
    const at = named(inputs());
    const where = `fused${operation}`;
    const [gates, columns] = operation === 'LstmSequence' ? [4, 8] : [3, 6];
    const wrong = [
      ['recurrentKernel', [2, 7], `[units, ${gates} · units]`],
      ['recurrentKernel', [columns], `[units, ${gates} · units]`],
      ['x', [2, 3, 5], `[batch, time, ${columns}] with a time of at least 1`],
      ['x', [3, columns], `[batch, time, ${columns}] with a time of at least 1`],
      ['x', [2, 0, columns], `[batch, time, ${columns}] with a time of at least 1`],
      ['initialState', [1, 2], '[2, 2]'],
      names.includes('initialCell') ? ['initialCell', [2, 3], '[2, 2]'] : ['recurrentBias', [2], '[6]'],
    ] as [string, number[], string][]; // in this order
    for (const [name, shape, expected] of wrong) {
      await expectError(
        () => run({ ...at, [name]: tf.zeros(shape) }),
        ShapeError,
        `${where}: \`${name}\` must have shape ${expected}; received [${shape.join(', ')}].`,
      );
    }
  });

  it('is listed with its gradient', () => {
    const listed = operations.map(({ kernelName }) => kernelName);
    expect(listed).toEqual(expect.arrayContaining([operation, `${operation}Grad`]));
  });
});
