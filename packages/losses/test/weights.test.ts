import { batchLoss, type Loss, lossValue } from '@neurite/core';
import { expectClose, expectNoLeak, onEachBackend } from '@neurite/testing';
import {
  add,
  cosh,
  dispose,
  fill,
  log,
  mean,
  mul,
  type Scalar,
  slice,
  sub,
  type Tensor,
  tensor1d,
  tensor2d,
  tensor3d,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  contrastive,
  ctc,
  defineLoss,
  huber,
  type LossFunction,
  meanAbsoluteError,
  meanSquaredError,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  weighted,
} from '../src/index.js';

onEachBackend(() => {
  describe('terms', () => {
    it('add up to Σ w·l / Σ w, 1.6, where the mean of the means is 2.5', async () => {
      const part = (losses: number[], weights: number[]) =>
        meanAbsoluteError.terms(tensor1d(losses), tensor1d([0, 0, 0, 0]), { weights: tensor1d(weights) });
      const [first, second] = [part([1, 1, 1, 1], [1, 1, 1, 1]), part([4, 9, 9, 9], [1, 0, 0, 0])];
      await expectClose(
        lossValue({ total: add(first.total, second.total), weight: add(first.weight, second.weight) }),
        1.6,
      );
    });

    it('count the weight of a sample for each of its losses', async () => {
      const [predictions, targets] = [tensor2d([1, 2, 3, 4], [2, 2]), tensor2d([0, 0, 0, 0], [2, 2])];
      const { total, weight } = meanAbsoluteError.terms(predictions, targets, {
        weights: tensor1d([2, 0.5], 'float32'),
      });
      await expectClose(total, 2 * 3 + 0.5 * 7);
      await expectClose(weight, 5);
    });
  });

  describe('sequences', () => {
    const logits = (padding: number): Tensor => tensor3d([1, 2, 3, 4, 0, -1, 7, 7, 7, padding, padding, 0], [2, 2, 3]);
    const labels = tensor2d([0, 1, 2, -100], [2, 2], 'int32');
    const weights = tensor2d([1, 1, 1, 0], [2, 2], 'int32');

    it.each([5, Number.NaN, Number.NEGATIVE_INFINITY])('count no step of weight 0, with %d in it', async (padding) => {
      const short = softmaxCrossEntropy(tensor2d([1, 2, 3, 4, 0, -1, 7, 7, 7], [3, 3]), tensor1d([0, 1, 2], 'int32'));
      await expectClose(softmaxCrossEntropy(logits(padding), labels, { weights }), await short.array());
      const each = softmaxCrossEntropy(logits(padding), labels, { weights, reduction: 'none' });
      await expectClose(each, [
        [2.407606, 4.02475],
        [1.0986123, 0],
      ]);
    });
  });

  it.each(Object.entries<LossFunction>({ huber, meanAbsoluteError, meanSquaredError, sigmoidCrossEntropy }))(
    '%s stays within 1e-5 over a million elements, by weights too',
    async (_name, loss) => {
      const size = 1_000_000;
      const errors = Float32Array.from({ length: size }, (_, i) => (i % 7) / 7);
      const [predictions, targets] = [tensor1d(errors), tensor1d(new Float32Array(size))];
      const weights = tensor1d(Float32Array.from({ length: size }, (_, i) => (i % 7 === 3 ? 2 : i % 2)));
      const seven = loss(tensor1d(errors.subarray(0, 7)), tensor1d(new Float32Array(7)), { reduction: 'none' });
      const one = await (seven as Tensor).data();
      let [total, weight, plain] = [0, 0, 0];
      for (let i = 0; i < size; i++) {
        const w = i % 7 === 3 ? 2 : i % 2;
        total += w * one[i % 7]!;
        weight += w;
        plain += one[i % 7]!;
      }
      await expectClose(loss(predictions, targets), plain / size, { relative: 1e-5, absolute: 0 });
      await expectClose(loss(predictions, targets, { weights }), total / weight, { relative: 1e-5, absolute: 0 });
      dispose([predictions, targets, weights, seven as Tensor]);
    },
  );

  describe('targets that weigh', () => {
    const logits = tensor2d([2, 0, 1, 0, 1, 0, 3, 3, 0], [3, 3]);
    const labels = tensor1d([0, 2, -100], 'int32');

    it('have no count that follows from shapes, so that whoever adds batches adds their terms', async () => {
      const loss = softmaxCrossEntropy.with({ classWeights: [1, 1, 5] });
      expect([loss.count, softmaxCrossEntropy.with({ ignoreIndex: -100 }).count]).toEqual([undefined, undefined]);
      expect(softmaxCrossEntropy.count?.(logits, labels)).toBe(3);
      const input = { predictions: slice(logits, 0, 2), targets: slice(labels, 0, 2) };
      const { value, terms, weight } = batchLoss('test', loss, input);
      expect(weight).toBe(undefined);
      await expectClose(terms!.weight, 6);
      await expectClose(value, await loss(input.predictions, input.targets).array());
    });

    it('leave out an ignored index, in words too', async () => {
      const loss = softmaxCrossEntropy.with({ ignoreIndex: -100 });
      await expectClose(
        loss(logits, labels),
        await softmaxCrossEntropy(slice(logits, 0, 2), slice(labels, 0, 2)).array(),
      );
      expect(await loss.explain(logits, labels)).toBe(undefined);
      expect(await softmaxCrossEntropy.explain(logits, labels)).toContain('is -100');
      await expectClose(loss(logits, fill([3], -100, 'int32')), 0);
      await expectNoLeak(() => loss.explain(logits, labels));
    });

    it('name the field that is not finite', async () => {
      const pairs = { first: logits, second: logits };
      expect(await contrastive.explain(pairs, tensor1d([1, Number.NaN, 0]))).toBe('Element [1] of `targets` is NaN');
      const targets = { labels: tensor2d([[1]], [1, 1], 'int32'), inputLengths: tensor1d([Number.NaN]) };
      expect(await ctc.explain(logits, targets, { argument: 'y' })).toBe('Element [0] of `y.inputLengths` is NaN');
    });
  });

  describe('explain', () => {
    it.each<[string, Loss, Tensor, Tensor, Tensor | undefined, string | undefined]>([
      [
        'a class',
        softmaxCrossEntropy,
        tensor3d([1, 2, 3, 4, 0, -1, 7, 7, 7, 5, 5, 0], [2, 2, 3]),
        tensor2d([0, 1, 3, -100], [2, 2], 'int32'),
        undefined,
        'Element [1, 0] of `labels` is 3, which is none of the 3 classes, 0 to 2',
      ],
      [
        'no class at weight 0',
        softmaxCrossEntropy,
        tensor2d([1, 2, 3, 4], [2, 2]),
        tensor1d([0, -100], 'int32'),
        tensor1d([1, 0]),
        undefined,
      ],
      [
        'a probability that is NaN',
        softmaxCrossEntropy,
        tensor2d([1, 2], [1, 2]),
        tensor2d([0.5, Number.NaN], [1, 2]),
        undefined,
        'Element [0, 1] of `labels` is NaN',
      ],
      ['nothing', huber, tensor1d([Number.NaN]), tensor1d([1]), undefined, undefined],
      [
        'an infinite target',
        meanSquaredError,
        tensor1d([1, 2]),
        tensor1d([1, Number.POSITIVE_INFINITY]),
        undefined,
        'Element [1] of `targets` is Infinity',
      ],
      [
        'a weight below 0',
        sigmoidCrossEntropy,
        tensor1d([1, 2]),
        tensor1d([1, 0]),
        tensor1d([1, -1]),
        'Element [1] of `weights` is -1, and must be finite and at least 0',
      ],
    ])('names %s', async (_name, loss, predictions, targets, weights, expected) => {
      await expectNoLeak(async () => {
        expect(await loss.explain!(predictions, targets, { weights })).toBe(expected);
      });
    });
  });

  describe('defineLoss', () => {
    const logCosh = defineLoss<{ scale?: number }>('logCosh', {
      options: ['scale'],
      losses: (predictions, targets, { scale = 1 }) => log(cosh(mul(sub(predictions, targets), scale))),
    });

    it('gives a formula weights, reductions, terms and defaults', async () => {
      const [predictions, targets] = [tensor1d([1, 5, 3]), tensor1d([1, Number.NaN, 1], 'float32')];
      const weights = tensor1d([1, 0, 3]);
      const expected = (3 * Math.log(Math.cosh(2))) / 4;
      await expectClose(logCosh(predictions, targets, { weights }), expected);
      await expectClose(logCosh.with({ scale: 0 })(predictions, targets, { weights }), 0);
      await expectClose(logCosh.with({ scale: 0 })(predictions, targets, { weights, scale: 1 }), expected);
    });
  });

  describe('weighted', () => {
    const parts = { digit: softmaxCrossEntropy, box: [0.5, meanSquaredError] } as const;
    const loss = weighted(parts);
    const predictions = { digit: tensor2d([0, 0, 2, 0], [2, 2]), box: tensor1d([1, 5]) };
    const targets = { digit: tensor1d([0, 0], 'int32'), box: tensor1d([0, 1]) };

    it('divides each part by its own weights, also over batches', async () => {
      const weights = { digit: tensor1d([0, 1]), box: tensor1d([3, 1]) };
      const digit = Math.log(1 + Math.exp(-2));
      await expectClose(loss(predictions, targets, { weights }), digit + (0.5 * (3 * 1 + 16)) / 4);
      const first = loss.terms(predictions, targets, { weights });
      const second = loss.terms(predictions, targets, { weights: { digit: tensor1d([2, 0]) } });
      const sums = { total: add(first.total, second.total), weight: add(first.weight, second.weight) };
      await expectClose(lossValue(sums), (digit + 2 * Math.log(2)) / 3 + (0.5 * (3 + 16 + 1 + 16)) / 6);
      await expectClose(first.weight, [1, 4]);
    });

    it('takes lists, losses of its kind, and functions alone', async () => {
      const own = (guess: Tensor, truth: Tensor): Scalar => mean(sub(guess, truth));
      const list = weighted([[2, own], loss] as const);
      const value = (await loss(predictions, targets).data())[0]!;
      await expectClose(list([predictions.box, predictions], [targets.box, targets]), 2 * 2.5 + value);
      const { total, weight } = list.terms([predictions.box, predictions], [targets.box, targets]);
      await expectClose(lossValue({ total, weight }), 2 * 2.5 + value);
      await expectClose(weight, [2, 2, 2]);
    });

    it('says which part is not finite, and why', async () => {
      const wrong = { ...targets, digit: tensor1d([0, 2], 'int32') };
      expect(await loss.explain(predictions, wrong)).toBe(
        '`digit`: Element [1] of `labels` is 2, which is none of the 2 classes, 0 to 1',
      );
      expect(await loss.explain(predictions, wrong, { argument: 'y' })).toBe(
        '`digit`: Element [1] of `y.digit` is 2, which is none of the 2 classes, 0 to 1',
      );
      expect(await loss.explain(predictions, wrong, { weights: tensor1d([1, 0]) })).toBe(undefined);
    });
  });
});
