import { ArgumentError, DtypeError, ShapeError } from '@neurite/core';
import { draw, expectError, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  fusedGruSequence,
  fusedLstmSequence,
  fusedMaskedGruSequence,
  fusedMaskedLstmSequence,
  fusedMaskedSimpleRnnSequence,
  fusedSimpleRnnSequence,
  type GruSequenceInputs,
  type LstmSequenceInputs,
  type MaskedGruSequenceInputs,
  type MaskedLstmSequenceInputs,
  type MaskedSimpleRnnSequenceInputs,
  operations,
  type SimpleRnnSequenceInputs,
  type SimpleRnnSequenceOptions,
} from '../../src/index.js';
import { parityWithPyTorch } from '../support/parity.js';
import { expectKernels, expectNoZeros, expectSecondDerivatives } from '../support/support.js';

/** What the operations have in common here: shapes, and the call. */
type Row = {
  readonly operation: string;
  readonly fixture: string;
  readonly gates: number;
  readonly shapes: Readonly<Record<string, number[]>>;
  readonly run: (inputs: object, options?: SimpleRnnSequenceOptions) => Readonly<Record<string, tf.Tensor>>;
};

const lstm = { x: [2, 3, 8], recurrentKernel: [2, 8], initialState: [2, 2], initialCell: [2, 2] };
const gru = { x: [2, 3, 6], recurrentKernel: [2, 6], recurrentBias: [6], initialState: [2, 2] };
const simpleRnn = { x: [2, 3, 2], recurrentKernel: [2, 2], initialState: [2, 2] };

const recurrences: readonly Row[] = [
  {
    operation: 'LstmSequence',
    fixture: 'ops/recurrent',
    gates: 4,
    shapes: lstm,
    run: (inputs) => ({ ...fusedLstmSequence(inputs as LstmSequenceInputs) }),
  },
  {
    operation: 'GruSequence',
    fixture: 'ops/recurrent',
    gates: 3,
    shapes: gru,
    run: (inputs) => ({ outputs: fusedGruSequence(inputs as GruSequenceInputs) }),
  },
  {
    operation: 'SimpleRnnSequence',
    fixture: 'ops/sequences',
    gates: 1,
    shapes: simpleRnn,
    run: (inputs, options) => ({ outputs: fusedSimpleRnnSequence(inputs as SimpleRnnSequenceInputs, options) }),
  },
  {
    operation: 'MaskedLstmSequence',
    fixture: 'ops/sequences',
    gates: 4,
    shapes: { ...lstm, mask: [2, 3] },
    run: (inputs) => ({ ...fusedMaskedLstmSequence(inputs as MaskedLstmSequenceInputs) }),
  },
  {
    operation: 'MaskedGruSequence',
    fixture: 'ops/sequences',
    gates: 3,
    shapes: { ...gru, mask: [2, 3] },
    run: (inputs) => ({ ...fusedMaskedGruSequence(inputs as MaskedGruSequenceInputs) }),
  },
  {
    operation: 'MaskedSimpleRnnSequence',
    fixture: 'ops/sequences',
    gates: 1,
    shapes: { ...simpleRnn, mask: [2, 3] },
    run: (inputs, options) => ({
      ...fusedMaskedSimpleRnnSequence(inputs as MaskedSimpleRnnSequenceInputs, options),
    }),
  },
];

/** A step in the middle of the first sample is padding, and the last two of the second. */
const mask = (): tf.Tensor2D =>
  tf.tensor2d([
    [1, 0, 1],
    [1, 0, 0],
  ]);

// Values and first derivatives on drawn inputs are checked in the package `conformance`.
describe.each(recurrences)('$operation', ({ operation, fixture, gates, shapes, run }) => {
  const names = Object.keys(shapes).filter((name) => name !== 'mask');
  const isMasked = 'mask' in shapes;
  const inputs = (): tf.Tensor[] => names.map((name) => draw(shapes[name]!, -1, 1));
  const named = (xs: readonly tf.Tensor[]): Record<string, tf.Tensor> => ({
    ...Object.fromEntries(names.map((name, i) => [name, xs[i]!])),
    ...(isMasked ? { mask: mask() } : {}),
  });
  /** All outputs side by side, so that each has a part in the gradient. */
  const joined = (...xs: tf.Tensor[]): tf.Tensor =>
    tf.concat(Object.values(run(named(xs))).map((y) => tf.reshape(y, [-1])));

  onEachBackend((_backend) => {
    parityWithPyTorch(fixture, operation, run);

    it('has second derivatives by all inputs', async () => {
      await expectSecondDerivatives(joined, inputs());
    });

    it('is one kernel forward and one backward', () =>
      expectKernels(() => tf.grads(joined)(inputs()), [operation, `${operation}Grad`]));

    if (gates > 1) {
      it('has no zeros made for the gates, by which there is no gradient', () =>
        expectNoZeros(() => tf.grads(joined)(inputs()), [2, 3, 8]));
    }

    it('saturates without overflow', async () => {
      const at = named(inputs());
      const { outputs } = run({ ...at, x: tf.mul(tf.sign(at.x!), 1e4) });
      const values = await outputs!.data();
      expect(values.every((value) => Math.abs(value) <= 1)).toBe(true);
    });

    if (isMasked) {
      it('ignores NaN in padding, forward and backward', async () => {
        const at = named(inputs());
        const counts = tf.expandDims(tf.notEqual(at.mask!, 0), -1);
        const broken = tf.where(counts, at.x!, Number.NaN);
        const [first, ...rest] = names.map((name) => at[name]!);
        for (const x of [first!, broken]) {
          for (const gradient of tf.grads(joined)([x, ...rest])) {
            expect((await gradient.data()).every(Number.isFinite)).toBe(true);
          }
        }
        for (const [i, y] of Object.values(run({ ...at, x: broken })).entries()) {
          expect(await y.data()).toEqual(await Object.values(run(at))[i]!.data());
        }
      });
    }
  });

  it('names a wrong shape', async () => {
    const at = named(inputs());
    const where = `fused${operation}`;
    const columns = 2 * gates;
    const wrong: (readonly [string, number[], string])[] = [
      ['recurrentKernel', [2, columns + 1], `[units, ${gates} · units]`],
      ['recurrentKernel', [columns], `[units, ${gates} · units]`],
      ['x', [2, 3, columns + 1], `[batch, time, ${columns}] with a time of at least 1`],
      ['x', [3, columns], `[batch, time, ${columns}] with a time of at least 1`],
      ['x', [2, 0, columns], `[batch, time, ${columns}] with a time of at least 1`],
      ['initialState', [1, 2], '[2, 2]'],
    ];
    if (names.includes('initialCell')) wrong.push(['initialCell', [2, 3], '[2, 2]']);
    if (names.includes('recurrentBias')) wrong.push(['recurrentBias', [2], '[6]']);
    if (isMasked) wrong.push(['mask', [3, 2], '[2, 3]']);
    for (const [name, shape, expected] of wrong) {
      await expectError(
        () => run({ ...at, [name]: tf.zeros(shape) }),
        ShapeError,
        `${where}: \`${name}\` must have shape ${expected}; received [${shape.join(', ')}].`,
      );
    }
    if (!isMasked) return;
    await expectError(
      () => run({ ...at, mask: tf.cast(mask(), 'bool') }),
      DtypeError,
      `${where}: \`mask\` must be float32; received bool. It is 1 where a step counts, and 0 where it is padding.`,
    );
  });

  if (operation.endsWith('SimpleRnnSequence')) {
    it('names an unknown activation', async () => {
      const activation = 'sigmoid' as 'tanh'; // as JavaScript may
      await expectError(
        () => run(named(inputs()), { activation }),
        ArgumentError,
        `fused${operation}: \`activation\` must be 'tanh' or 'relu'; received 'sigmoid'.`,
      );
    });
  }

  it('is listed with its gradient', () => {
    const listed = operations.map(({ kernelName }) => kernelName);
    expect(listed).toEqual(expect.arrayContaining([operation, `${operation}Grad`]));
  });
});
