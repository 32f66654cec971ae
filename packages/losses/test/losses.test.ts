import { valueAndGradients } from '@neurite/core';
import { checkGradients, expectClose, expectNoReads, onEachBackend } from '@neurite/testing';
import { dispose, mean, type Scalar, slice, type Tensor, tensor1d, tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  huber,
  type LossFunction,
  type LossOptions,
  meanAbsoluteError,
  meanSquaredError,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
} from '../src/index.js';

const elementwise: Readonly<Record<string, LossFunction>> = {
  huber,
  meanAbsoluteError,
  meanSquaredError,
  sigmoidCrossEntropy,
};

onEachBackend(() => {
  describe('softmaxCrossEntropy', () => {
    it('takes one-hot labels of each dtype as it takes classes', async () => {
      const logits = tensor2d([
        [2, 1, -1],
        [0, 0.5, 3],
      ]);
      const numbers = softmaxCrossEntropy(logits, tensor1d([1, 2], 'int32'));
      for (const dtype of ['float32', 'int32', 'bool'] as const) {
        const hot = tensor2d(
          [
            [0, 1, 0],
            [0, 0, 1],
          ],
          undefined,
          dtype,
        );
        await expectClose(softmaxCrossEntropy(logits, hot), await numbers.array());
      }
    });

    it.each([-1, 3, 2 ** 30])('has the loss NaN for class %d of three, and for no other sample', async (label) => {
      const logits = tensor2d([
        [1, 2, 3],
        [1, 2, 3],
      ]);
      const losses = softmaxCrossEntropy(logits, tensor1d([label, 2], 'int32'), { reduction: 'none' });
      expect((await losses.data())[0]).toBeNaN();
      expect((await losses.data())[1]).toBeCloseTo(0.40760597, 6);
    });

    it('counts a masked step as one that is not there', async () => {
      const logits = tensor3d([1, 2, 3, 4, 0, -1, 7, 7, 7, 5, -5, 0], [2, 2, 3]);
      const labels = tensor2d(
        [
          [0, 1],
          [2, 0],
        ],
        [2, 2],
        'int32',
      );
      const masked = softmaxCrossEntropy(logits, labels, {
        weights: tensor2d(
          [
            [1, 1],
            [1, 0],
          ],
          [2, 2],
          'bool',
        ),
      });
      const shorter = softmaxCrossEntropy(tensor2d([1, 2, 3, 4, 0, -1, 7, 7, 7], [3, 3]), tensor1d([0, 1, 2], 'int32'));
      await expectClose(masked, await shorter.array());
    });

    it('takes masked classes, and logits whose difference overflows', async () => {
      const logits = tensor2d([
        [Number.NEGATIVE_INFINITY, 1, 2],
        [3e38, -3e38, 0],
      ]);
      for (const options of [{}, { weights: tensor1d([1, 2]) }]) {
        const losses = softmaxCrossEntropy(logits, tensor1d([1, 0], 'int32'), { ...options, reduction: 'none' });
        await expectClose(losses, [1.3132617, 0]);
        const loss = (): Scalar => softmaxCrossEntropy(logits, tensor1d([1, 0], 'int32'), options);
        const { gradients } = valueAndGradients(loss, { logits });
        expect([...(await gradients.logits.data())].every(Number.isFinite)).toBe(true);
      }
    });

    it('differentiates by probabilities too', async () => {
      const logits = tensor2d([[0.5, -1, 2]]);
      const labels = tensor2d([[0.2, 0.5, 0.3]]);
      await checkGradients((x, p) => softmaxCrossEntropy(x!, p!), [logits, labels]);
    });
  });

  describe('sigmoidCrossEntropy', () => {
    it('keeps small losses that a sum of large terms would lose', async () => {
      const losses = sigmoidCrossEntropy(tensor1d([20, -20, 50]), tensor1d([1, 0, 1]), { reduction: 'none' });
      await expectClose(losses, [2.0611537e-9, 2.0611537e-9, 1.9287498e-22], { relative: 1e-5, absolute: 0 });
    });

    it('has the gradient 1/2 − label at a logit of 0', async () => {
      const logits = tensor1d([0, 0]);
      const labels = tensor1d([1, 0.25]);
      const loss = (): Scalar => sigmoidCrossEntropy(logits, labels, { reduction: 'sum' });
      const { gradients } = valueAndGradients(loss, { logits });
      await expectClose(gradients.logits, [-0.5, 0.25]);
    });
  });

  describe.each(Object.entries(elementwise))('%s', (_name, loss) => {
    it('differentiates by its targets too', async () => {
      const [predictions, targets] = [tensor2d([[0.5, -1, 2.5]]), tensor2d([[0.1, 0.6, 0.3]])];
      await checkGradients((x, t) => loss(x!, t!), [predictions, targets]);
    });

    it('takes int32 and bool targets', async () => {
      const predictions = tensor1d([0.5, -1]);
      const expected = await loss(predictions, tensor1d([1, 0])).array();
      await expectClose(loss(predictions, tensor1d([1, 0], 'int32')), expected);
      await expectClose(loss(predictions, tensor1d([1, 0], 'bool')), expected);
    });

    it('gives each loss with its weight for reduction none, and their sum', async () => {
      const [predictions, targets] = [
        tensor2d([
          [1, 2],
          [3, -4],
        ]),
        tensor2d([
          [1, 0],
          [0, 1],
        ]),
      ];
      const weights = tensor1d([2, 0.5]);
      const plain = await (loss(predictions, targets, { reduction: 'none' }) as Tensor).array();
      const [[a, b], [c, d]] = plain as [[number, number], [number, number]]; // the shape of the predictions
      await expectClose(loss(predictions, targets, { reduction: 'none', weights }) as Tensor, [
        [2 * a, 2 * b],
        [0.5 * c, 0.5 * d],
      ]);
      await expectClose(loss(predictions, targets, { reduction: 'sum', weights }), 2 * (a + b) + 0.5 * (c + d));
      await expectClose(loss(predictions, targets, { weights }), (2 * (a + b) + 0.5 * (c + d)) / 5);
    });

    it('is 0 with a gradient of 0 where all weights are 0', async () => {
      const [predictions, targets, weights] = [tensor1d([1, 2]), tensor1d([0, 0.5]), tensor1d([0, 0])];
      const { value, gradients } = valueAndGradients(() => loss(predictions, targets, { weights }), { predictions });
      await expectClose(value, 0);
      await expectClose(gradients.predictions, [0, 0]);
    });
  });

  describe('all losses', () => {
    const all: Readonly<Record<string, (x: Tensor, y: Tensor, options: LossOptions) => Tensor>> = {
      ...elementwise,
      softmaxCrossEntropy,
    };

    it.each(Object.entries(all))('%s of a batch is the mean over its parts', async (_name, loss) => {
      const row = fc.array(fc.float({ min: -20, max: 20, noNaN: true }), { minLength: 3, maxLength: 3 });
      const rows = fc.array(fc.tuple(row, fc.integer({ min: 0, max: 2 })), { minLength: 1, maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(rows, async (samples) => {
          const hot = samples.map(([, label]) => [0, 1, 2].map((i) => Number(i === label)));
          const predictions = tensor2d(samples.map(([numbers]) => numbers));
          const targets = tensor2d(hot);
          const whole = loss(predictions, targets, {});
          const parts = samples.map((_, i) => {
            const from = [samples.length - 1 - i, 0];
            return loss(slice(predictions, from, [1, 3]), slice(targets, from, [1, 3]), {}) as Scalar; // a mean
          });
          const values = await Promise.all(parts.map((part) => part.array()));
          await expectClose(whole, values.reduce((total, value) => total + value, 0) / values.length, {
            relative: 1e-4,
          });
          dispose([predictions, targets, whole, ...parts]);
        }),
        { numRuns: 20 },
      );
    });

    it.each(Object.entries(all))('%s reads no value', (_name, loss) => {
      const [predictions, targets] = [tensor2d([[1, 2]]), tensor2d([[0, 1]])];
      const weights = tensor1d([1]);
      const step = (): Scalar => mean(loss(predictions, targets, { weights, reduction: 'none' }));
      const { value, gradients } = expectNoReads(() => valueAndGradients(step, { predictions }));
      dispose([predictions, targets, weights, value, gradients.predictions]);
    });
  });
});
