import { ArgumentError, DtypeError, ShapeError } from '@neurite/core';
import { testLoss } from '@neurite/testing';
import { sum, type Tensor, tensor, tensor1d, tensor2d, tensor3d, zeros } from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import {
  huber,
  meanAbsoluteError,
  meanSquaredError,
  type Reduction,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  weighted,
} from '../src/index.js';

const regression = () => ({
  predictions: tensor2d([
    [1, -2],
    [0.25, 3],
    [4, 0],
  ]),
  targets: tensor2d([
    [1.5, -2.25],
    [0, 6],
    [-4, 0.75],
  ]),
});
const errors = [0.5, 0.25, 0.25, 3, 8, 0.75];
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** −log softmax(logits)[label] of each row. */
const classLogits = [
  [1, -1, 0.5],
  [0, 2, -3],
];
const crossEntropy = (logits: readonly number[], label: number): number =>
  Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[label]!;

const two = (): Tensor => zeros([2, 3]);

describe('every loss', () => {
  testLoss({
    name: 'softmaxCrossEntropy of classes',
    loss: softmaxCrossEntropy,
    batch: () => ({ predictions: tensor2d(classLogits), targets: tensor1d([2, 0], 'int32') }),
    value: mean([crossEntropy(classLogits[0]!, 2), crossEntropy(classLogits[1]!, 0)]),
    errors: [
      {
        run: () => softmaxCrossEntropy(tensor2d([[1, 2]], undefined, 'int32'), tensor1d([0], 'int32')),
        type: DtypeError,
        message: 'softmaxCrossEntropy: `logits` must be float32; received int32.',
      },
      {
        run: () => softmaxCrossEntropy(zeros([0, 3]), zeros([0], 'int32')),
        type: ShapeError,
        message: 'softmaxCrossEntropy: `logits` must have at least one element; received [0, 3].',
      },
      {
        run: () => softmaxCrossEntropy(zeros([3]), tensor([0], [], 'int32')),
        type: ShapeError,
        message:
          'softmaxCrossEntropy: `logits` must have shape [batch, …, classes] with at least two classes; received [3]. For one yes/no logit per sample use sigmoidCrossEntropy.',
      },
      {
        run: () => softmaxCrossEntropy(zeros([3, 1]), zeros([3], 'int32')),
        type: ShapeError,
        message:
          'softmaxCrossEntropy: `logits` must have shape [batch, …, classes] with at least two classes; received [3, 1]. For one yes/no logit per sample use sigmoidCrossEntropy.',
      },
      {
        run: () => softmaxCrossEntropy(two(), zeros([3], 'int32')),
        type: ShapeError,
        message: 'softmaxCrossEntropy: `labels` must have shape [2] (classes) or [2, 3] (probabilities); received [3].',
      },
      {
        run: () => softmaxCrossEntropy(two(), zeros([2])),
        type: DtypeError,
        message:
          "softmaxCrossEntropy: `labels` must be int32 where they are classes; received float32. Give an Int32Array, or cast them with cast(labels, 'int32').",
      },
      {
        run: () => softmaxCrossEntropy(two(), zeros([2, 3], 'complex64')),
        type: DtypeError,
        message: 'softmaxCrossEntropy: `labels` must be float32, int32 or bool; received complex64.',
      },
      {
        run: () => softmaxCrossEntropy(zeros([4, 28, 28, 10]), zeros([4], 'int32')),
        type: ShapeError,
        message:
          'softmaxCrossEntropy: `logits` must have shape [4, 10] for these `labels`; received [4, 28, 28, 10], with axes 1 and 2 left over (28 × 28). Put flatten() before the layer that makes the predictions.',
      },
      {
        run: () => softmaxCrossEntropy(zeros([4, 28, 10]), zeros([4, 10], 'int32')),
        type: ShapeError,
        message:
          'softmaxCrossEntropy: `logits` must have shape [4, 10] for these `labels`; received [4, 28, 10], with axis 1 left over (28). Put flatten() before the layer that makes the predictions.',
      },
      {
        run: () => softmaxCrossEntropy(two(), two(), { smoothing: 0.1 } as object),
        type: ArgumentError,
        message:
          'softmaxCrossEntropy: `options` must be among `labelSmoothing`, `classWeights`, `ignoreIndex`, `weights`, `reduction`; received `smoothing`.',
      },
      {
        run: () => softmaxCrossEntropy.with({ weights: two() } as object),
        type: ArgumentError,
        message:
          'softmaxCrossEntropy: `options` must be among `labelSmoothing`, `classWeights`, `ignoreIndex`; received `weights`.',
      },
      {
        run: () => softmaxCrossEntropy.with({ labelSmoothing: 1 }),
        type: ArgumentError,
        message: 'softmaxCrossEntropy: `labelSmoothing` must be a finite number of at least 0 and below 1; received 1.',
      },
      ...[1, -0.1, Number.NaN].map((labelSmoothing) => ({
        run: () => softmaxCrossEntropy(two(), two(), { labelSmoothing }),
        type: ArgumentError,
        message: `softmaxCrossEntropy: \`labelSmoothing\` must be a finite number of at least 0 and below 1; received ${labelSmoothing}.`,
      })),
      {
        run: () => softmaxCrossEntropy(two(), two(), { reduction: 'average' as Reduction }),
        type: ArgumentError,
        message: "softmaxCrossEntropy: `reduction` must be 'mean', 'sum' or 'none'; received 'average'.",
      },
      {
        run: () => softmaxCrossEntropy(two(), two(), { weights: zeros([3]) }),
        type: ShapeError,
        message:
          'softmaxCrossEntropy: `weights` must have the shape of what they weigh, [2], or of its first axes; received [3].',
      },
    ],
  });
  testLoss({
    name: 'softmaxCrossEntropy of one-hot labels',
    loss: softmaxCrossEntropy,
    batch: () => ({
      predictions: tensor2d(classLogits),
      targets: tensor2d([
        [0, 0, 1],
        [1, 0, 0],
      ]),
    }),
    value: mean([crossEntropy(classLogits[0]!, 2), crossEntropy(classLogits[1]!, 0)]),
  });
  testLoss({
    name: 'softmaxCrossEntropy of sequences with label smoothing',
    loss: softmaxCrossEntropy.with({ labelSmoothing: 0.3 }),
    batch: () => ({
      predictions: tensor3d(classLogits.flat(), [2, 1, 3]),
      targets: tensor2d([[2], [0]], [2, 1], 'int32'),
    }),
    value: mean(
      [2, 0].map((label, i) => {
        const row = classLogits[i]!;
        return (
          0.7 * crossEntropy(row, label) + 0.1 * (crossEntropy(row, 0) + crossEntropy(row, 1) + crossEntropy(row, 2))
        );
      }),
    ),
  });
  testLoss({
    name: 'sigmoidCrossEntropy',
    loss: sigmoidCrossEntropy,
    batch: () => ({ predictions: tensor2d([[0], [2], [-1]]), targets: tensor2d([[1], [0.25], [0]]) }),
    value: mean([Math.log(2), Math.log(1 + Math.exp(2)) - 0.5, Math.log(1 + Math.exp(-1))]),
    errors: [
      {
        run: () => sigmoidCrossEntropy(zeros([2, 1]), zeros([2])),
        type: ShapeError,
        message:
          'sigmoidCrossEntropy: `labels` must have the shape of `logits`, [2, 1]; received [2]. Nothing is broadcast here; reshape one of them.',
      },
      {
        run: () => sigmoidCrossEntropy(zeros([2, 5, 1]), zeros([2, 1])),
        type: ShapeError,
        message:
          'sigmoidCrossEntropy: `logits` must have shape [2, 1] for these `labels`; received [2, 5, 1], with axis 1 left over (5). Put flatten() before the layer that makes the predictions.',
      },
      {
        run: () => sigmoidCrossEntropy(zeros([2], 'int32'), zeros([2])),
        type: DtypeError,
        message: 'sigmoidCrossEntropy: `logits` must be float32; received int32.',
      },
    ],
  });
  testLoss({
    name: 'meanSquaredError',
    loss: meanSquaredError,
    batch: regression,
    value: mean(errors.map((error) => error ** 2)),
    errors: [
      {
        run: () => meanSquaredError(zeros([2]), zeros([2, 1])),
        type: ShapeError,
        message:
          'meanSquaredError: `targets` must have the shape of `predictions`, [2]; received [2, 1]. Nothing is broadcast here; reshape one of them.',
      },
      {
        run: () => meanSquaredError(zeros([0, 2]), zeros([0, 2])),
        type: ShapeError,
        message: 'meanSquaredError: `predictions` must have at least one element; received [0, 2].',
      },
      {
        run: () => meanSquaredError(zeros([2]), zeros([2], 'complex64')),
        type: DtypeError,
        message: 'meanSquaredError: `targets` must be float32, int32 or bool; received complex64.',
      },
      {
        run: () => meanSquaredError(two(), two(), { weights: tensor([1], []) }),
        type: ShapeError,
        message:
          'meanSquaredError: `weights` must have the shape of what they weigh, [2, 3], or of its first axes; received [].',
      },
    ],
  });
  testLoss({ name: 'meanAbsoluteError', loss: meanAbsoluteError, batch: regression, value: mean(errors) });
  testLoss({
    name: 'huber',
    loss: huber.with({ delta: 2 }),
    batch: regression,
    value: mean(errors.map((error) => (error <= 2 ? error ** 2 / 2 : 2 * (error - 1)))),
    errors: [0, -1, Number.POSITIVE_INFINITY, Number.NaN].map((delta) => ({
      run: () => huber(two(), two(), { delta }),
      type: ArgumentError,
      message: `huber: \`delta\` must be a finite number above 0; received ${delta}.`,
    })),
  });
  const digitAndBox = weighted({ digit: softmaxCrossEntropy, box: [0.5, meanSquaredError] });
  testLoss<{ digit: Tensor; box: Tensor }>({
    name: 'weighted',
    loss: digitAndBox,
    batch: () => ({
      predictions: {
        digit: tensor2d(classLogits),
        box: tensor2d([
          [1, -2],
          [0.25, 3],
        ]),
      },
      targets: {
        digit: tensor1d([2, 0], 'int32'),
        box: tensor2d([
          [1.5, -2.25],
          [0, 6],
        ]),
      },
    }),
    value:
      mean([crossEntropy(classLogits[0]!, 2), crossEntropy(classLogits[1]!, 0)]) +
      0.5 * mean(errors.slice(0, 4).map((error) => error ** 2)),
    errors: [
      {
        run: () => digitAndBox({ digit: two() } as never, { digit: two(), box: two() }),
        type: ArgumentError,
        message: 'weighted: `predictions` must have `box`; received { digit }.',
      },
      {
        run: () => digitAndBox({ digit: two(), box: two() }, two() as never),
        type: ArgumentError,
        message: 'weighted: `targets` must have `digit`; received one tensor.',
      },
      {
        run: () => digitAndBox({ digit: two(), box: two() }, { digit: two(), box: zeros([3]) }),
        type: ShapeError,
        message:
          'meanSquaredError (`box` of weighted): `targets` must have the shape of `predictions`, [2, 3]; received [3]. Nothing is broadcast here; reshape one of them.',
      },
      {
        run: () =>
          digitAndBox(
            { digit: two(), box: two() },
            { digit: two(), box: two() },
            { weights: { digits: two() } as never },
          ),
        type: ArgumentError,
        message: 'weighted: `weights` must be a tensor, or have the names `digit`, `box`; received `digits`.',
      },
      {
        run: () => weighted({}),
        type: ArgumentError,
        message: 'weighted: `parts` must hold at least one loss; received none.',
      },
      {
        run: () => weighted({ box: [Number.NaN, huber] }),
        type: ArgumentError,
        message: 'weighted: `box` must be a loss, or a finite number and a loss; received [NaN, the function huber].',
      },
      {
        run: () =>
          weighted([(predictions: Tensor) => sum(predictions)])([two()], [two()], { weights: tensor1d([1, 1]) }),
        type: ArgumentError,
        message:
          'lossTerms (`0` of weighted): `loss` must take the weights that the batch has; received one that reads none. Give it a third parameter { weights }, or take a loss of @neurite/losses.',
      },
    ],
  });
});
