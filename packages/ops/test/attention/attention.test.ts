import { ArgumentError, DtypeError, ShapeError } from '@neurite/core';
import { draw, expectClose, expectError, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { type AttentionInputs, type AttentionOptions, fusedAttention, operations } from '../../src/index.js';
import { parityWithPyTorch } from '../support/parity.js';
import { expectKernels, expectNoZeros, expectSecondDerivatives } from '../support/support.js';

const { POSITIVE_INFINITY, NEGATIVE_INFINITY } = Number;

/** Attention as a function of its tensors in order: query, key, value, mask. */
function attention(options?: AttentionOptions): (...xs: tf.Tensor[]) => tf.Tensor {
  return (query, key, value, mask) =>
    fusedAttention({ query: query!, key: key!, value: value!, ...(mask && { mask }) }, options);
}

// Values and first derivatives on drawn inputs are checked in the package `conformance`.
describe('attention', () => {
  const inputs = (): tf.Tensor[] => [draw([2, 1, 3, 2]), draw([2, 1, 4, 2], -1, 1), draw([2, 1, 4, 3])];
  const mask = (): tf.Tensor => draw([1, 1, 3, 4], -1, 1);
  const square = (): tf.Tensor[] => [draw([1, 2, 3, 2]), draw([1, 2, 3, 2], -1, 1), draw([1, 2, 3, 1])];

  onEachBackend(() => {
    parityWithPyTorch('ops/attention', 'Attention', (named, options: AttentionOptions) => ({
      y: fusedAttention(named as AttentionInputs, options),
    }));

    it('has second derivatives by all inputs, the mask among them', async () => {
      await expectSecondDerivatives(attention({ scale: 0.5 }), inputs());
      await expectSecondDerivatives(attention(), [...inputs(), mask()]);
      await expectSecondDerivatives(attention({ causal: true }), square());
    });

    it('is one kernel forward and one backward, with a mask and without', async () => {
      await expectKernels(() => tf.grads(attention())(inputs()), ['Attention', 'AttentionGrad']);
      const masked = [...inputs(), mask()];
      await expectKernels(() => tf.grads(attention())(masked), ['MaskedAttention', 'AttentionGrad']);
    });

    it('has no zeros made for the sums of scores, by which there is no gradient', () => {
      expectNoZeros(() => tf.grads(attention())(inputs()), [2, 1, 3]);
      expectNoZeros(() => tf.grads(attention())([...inputs(), mask()]), [2, 1, 3]);
    });

    it('gives zeros to a query that sees no key, and no gradient', async () => {
      const at = inputs();
      const blind = tf.tensor4d([[[[0], [NEGATIVE_INFINITY], [0]]]]);
      const of = (...xs: tf.Tensor[]): tf.Tensor => attention()(...xs, blind);
      const row = (x: tf.Tensor): tf.Tensor => tf.slice(x, [0, 0, 1, 0], [-1, -1, 1, -1]);
      await expectClose(row(of(...at)), tf.zeros([2, 1, 1, 3]));
      const gradients = tf.grads(of)(at);
      await expectClose(row(gradients[0]!), tf.zeros([2, 1, 1, 2]));
      const rest = at.map((x, i) => (i === 0 ? tf.gather(x, [0, 2], 2) : x));
      const expected = tf.grads(attention())(rest);
      await expectClose(gradients[1]!, expected[1]!);
      await expectClose(gradients[2]!, expected[2]!);
      await expectSecondDerivatives(of, at);
    });

    it('is exact for scores of ±1e4, and passes NaN through', async () => {
      const query = tf.tensor4d([[[[100], [-100]]]]);
      const key = tf.tensor4d([[[[100], [-100], [99]]]]);
      const value = tf.tensor4d([[[[1], [2], [3]]]]);
      const y = fusedAttention({ query, key, value });
      await expectClose(y, [[[[1], [2]]]]);
      const gradients = tf.grads(attention())([query, key, value]);
      await expectClose(gradients[2]!, [[[[1], [1], [0]]]]);
      const wild = fusedAttention({ query: tf.fill([1, 1, 1, 1], Number.NaN), key, value });
      await expectClose(wild, [[[[Number.NaN]]]]);
    });
  });

  it('takes no samples', () => {
    const none = tf.zeros([0, 2, 3, 4]);
    expect(fusedAttention({ query: none, key: none, value: none }).shape).toEqual([0, 2, 3, 4]);
  });

  it('names what is wrong', async () => {
    const [query, key, value] = [tf.zeros([2, 1, 3, 2]), tf.zeros([2, 1, 4, 2]), tf.zeros([2, 1, 4, 5])];
    const wrong: [Partial<AttentionInputs>, string][] = [
      [{ query: tf.zeros([3, 2]) }, '`query` must have shape [batch, heads, queries, dim]; received [3, 2].'],
      [{ key: tf.zeros([4, 2]) }, '`key` must have shape [2, 1, keys, 2]; received [4, 2].'],
      [{ key: tf.zeros([2, 1, 4, 3]) }, '`key` must have shape [2, 1, 4, 2]; received [2, 1, 4, 3].'],
      [{ value: tf.zeros([4]) }, '`value` must have shape [2, 1, 4, depth]; received [4].'],
      [{ value: tf.zeros([2, 1, 3, 5]) }, '`value` must have shape [2, 1, 4, 5]; received [2, 1, 3, 5].'],
      [
        { mask: tf.zeros([2, 1, 3, 3]) },
        '`mask` must have shape [2, 1, 3, 4], or 1 instead of a size; received [2, 1, 3, 3].',
      ],
      [{ mask: tf.zeros([3, 4]) }, '`mask` must have shape [2, 1, 3, 4], or 1 instead of a size; received [3, 4].'],
    ];
    for (const [changed, sentence] of wrong) {
      await expectError(
        () => fusedAttention({ query, key, value, ...changed }),
        ShapeError,
        `fusedAttention: ${sentence}`,
      );
    }
    await expectError(
      () => fusedAttention({ query, key, value, mask: tf.ones([1, 1, 1, 4], 'bool') }),
      DtypeError,
      'fusedAttention: `mask` must be float32; received bool. ' +
        'It is added to the scores: 0 for a key that is seen, -Infinity for one that is not.',
    );
    await expectError(
      () => fusedAttention({ query, key, value }, { causal: true }),
      ShapeError,
      'fusedAttention: `key` must have as many keys as there are queries (3), with `causal`; ' +
        'received [2, 1, 4, 2]. Give a mask instead.',
    );
    await expectError(
      () => fusedAttention({ query, key, value }, { scale: POSITIVE_INFINITY }),
      ArgumentError,
      'fusedAttention: `scale` must be a finite number; received Infinity.',
    );
  });

  it('is listed with its gradient', () => {
    const listed = operations.map(({ kernelName }) => kernelName);
    expect(listed).toEqual(expect.arrayContaining(['Attention', 'MaskedAttention', 'AttentionGrad']));
  });
});
