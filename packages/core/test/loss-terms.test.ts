import { expectClose, expectError, expectNoLeak, useBackend } from '@neurite/testing';
import {
  div,
  mean,
  mul,
  scalar,
  square,
  squaredDifference,
  sub,
  sum,
  type Tensor,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ArgumentError,
  batchLoss,
  type Loss,
  lossTerms,
  lossValue,
  ShapeError,
  valueAndGradients,
} from '../src/index.js';

beforeAll(() => useBackend('cpu'));

const squares: Loss = (predictions, targets) => tidy(() => mean(squaredDifference(predictions, targets)));

describe('lossTerms', () => {
  it('counts each sample as 1 where a loss is a function alone', async () => {
    const [predictions, targets] = [tensor2d([1, 2, 3, 5], [2, 2]), tensor2d([1, 2, 3, 1], [2, 2])];
    await expectNoLeak(async () => {
      const terms = lossTerms('loop', squares, { predictions, targets });
      await expectClose(terms.total, 8);
      await expectClose(terms.weight, 2);
      return terms;
    });
  });

  it('takes the batch axis from a record of targets', async () => {
    const both: Loss<Tensor, { readonly box: readonly Tensor[] }> = (predictions) => sum(predictions);
    const targets = { box: [tensor2d([1, 2, 3], [3, 1])] };
    await expectClose(lossTerms('loop', both, { predictions: scalar(2), targets }).weight, 3);
  });

  it('leaves weights to losses that have terms, or read them', async () => {
    const [predictions, targets, weights] = [tensor1d([1, 2]), tensor1d([1, 4]), tensor1d([1, 3])];
    const own: Loss = Object.assign(squares.bind(undefined), {
      terms: (_: Tensor, __: Tensor, options: { readonly weights?: Tensor | undefined } = {}) => ({
        total: scalar(0),
        weight: sum(options.weights!),
      }),
    });
    await expectClose(lossTerms('loop', own, { predictions, targets, weights }).weight, 4);
    await expectError(
      () => lossTerms('loop', squares, { predictions, targets, weights }),
      ArgumentError,
      'loop: `loss` must take the weights that the batch has; received one that reads none. ' +
        'Give it a third parameter { weights }, or take a loss of @neurite/losses.',
    );
    const weighted: Loss = (p, t, { weights: w } = {}) =>
      tidy(() => div(sum(mul(w!, squaredDifference(p, t))), sum(w!)));
    const { total, weight } = lossTerms('loop', weighted, { predictions, targets, weights });
    await expectClose(total, 12);
    await expectClose(weight, 4);
  });
});

describe('batchLoss', () => {
  const [predictions, targets, weights] = [tensor1d([1, 2]), tensor1d([1, 4]), tensor1d([1, 3])];
  const terms = (_: Tensor, __: Tensor, options: { readonly weights?: Tensor | undefined } = {}) => ({
    total: scalar(12),
    weight: options.weights === undefined ? scalar(2) : sum(options.weights),
  });

  it('takes the mean where it may, and else the terms', async () => {
    const alone = batchLoss('loop', squares, { predictions, targets });
    await expectClose(alone.value, 2);
    expect(alone).toMatchObject({ weight: 2 });
    const counted: Loss = Object.assign(squares.bind(undefined), { terms, count: () => 7 });
    expect(batchLoss('loop', counted, { predictions, targets })).toMatchObject({ weight: 7 });
    const weighted = batchLoss('loop', counted, { predictions, targets, weights });
    await expectClose(weighted.value, 3);
    await expectClose(weighted.terms!.weight, 4);
    expect(
      batchLoss('loop', Object.assign(squares.bind(undefined), { terms }), { predictions, targets }).terms,
    ).toBeDefined();
  });

  it('names a loss that is no scalar', async () => {
    await expectError(
      () => batchLoss('loop', ((p) => p) as Loss, { predictions, targets }),
      ShapeError,
      'loop: `loss` must return a scalar, the mean over the batch; received a tensor of shape [2].',
    );
    await expectError(
      () => batchLoss('loop', (() => squares) as unknown as Loss, { predictions, targets }),
      ShapeError,
      'loop: `loss` must return a scalar, the mean over the batch; received a function. Call it first: what makes a loss is not one.',
    );
  });
});

describe('lossValue', () => {
  it('divides, adds parts, and is 0 with a gradient of 0 where nothing counts', async () => {
    await expectClose(lossValue({ total: scalar(8), weight: scalar(5) }), 1.6);
    await expectClose(lossValue({ total: tensor1d([8, 3, 0]), weight: tensor1d([5, 2, 0]) }), 3.1);
    await expectNoLeak(async () => {
      const [x, weight] = [scalar(3), scalar(0)];
      const { value, gradients } = valueAndGradients(
        () => tidy(() => lossValue({ total: sub(square(x), square(x)), weight })),
        { x },
      );
      expect([(await value.data())[0], (await gradients.x.data())[0]]).toEqual([0, 0]);
      return [x, weight, value, gradients];
    });
  });
});
