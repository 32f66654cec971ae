import { valueAndGradients } from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import { dispose, reshape, type Tensor, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { type LossFunction, sigmoidCrossEntropy, softmaxCrossEntropy } from '../src/index.js';

const { POSITIVE_INFINITY: infinity } = Number;

onEachBackend(() => {
  async function expectLoss(
    loss: LossFunction,
    [logits, labels]: readonly [Tensor, Tensor],
    expected: { readonly value: number; readonly gradient: readonly number[] },
  ): Promise<void> {
    const { value, gradients } = valueAndGradients(() => loss(logits, labels), { logits });
    const [read] = await value.data();
    if (Number.isFinite(expected.value)) await expectClose(value, expected.value);
    else expect(read).toBe(expected.value);
    await expectClose(reshape(gradients.logits, [-1]), [...expected.gradient]);
    dispose([value, gradients, logits, labels]);
  }

  it.each([
    { logits: [-infinity, 1, 2], label: 1, value: Math.log(1 + Math.E), gradient: [0, -0.731059, 0.731059] },
    { logits: [3e38, -3e38], label: 0, value: 0, gradient: [0, 0] },
    { logits: [3e38, -3e38], label: 1, value: infinity, gradient: [1, -1] },
    { logits: [-infinity, 1, 2], label: 0, value: infinity, gradient: [-1, 0.268941, 0.731059] },
  ])('softmaxCrossEntropy of $logits with the label $label is $value', async ({ logits, label, ...expected }) => {
    await expectLoss(softmaxCrossEntropy, [tensor2d([logits]), tensor1d([label], 'int32')], expected);
  });

  it.each([
    { logit: infinity, label: 1, value: 0, gradient: 0 },
    { logit: infinity, label: 0, value: infinity, gradient: 1 },
    { logit: -infinity, label: 0, value: 0, gradient: 0 },
    { logit: -infinity, label: 1, value: infinity, gradient: -1 },
    { logit: -infinity, label: 0.5, value: infinity, gradient: -0.5 },
    { logit: 3e38, label: 1, value: 0, gradient: 0 },
    { logit: -3e38, label: 0, value: 0, gradient: 0 },
    { logit: 0, label: 1, value: Math.LN2, gradient: -0.5 },
  ])('sigmoidCrossEntropy of $logit with the label $label is $value', async ({ logit, label, value, gradient }) => {
    await expectLoss(sigmoidCrossEntropy, [tensor1d([logit]), tensor1d([label])], { value, gradient: [gradient] });
  });
});
