import { ArgumentError, DtypeError, ShapeError } from '@neurite/core';
import { testMetric } from '@neurite/testing';
import { oneHot, reshape, tensor1d, tensor2d, tensor3d, zeros } from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import {
  type Average,
  accuracy,
  binaryAccuracy,
  confusionMatrix,
  f1,
  meanAbsoluteError,
  precision,
  recall,
  rocAuc,
  topK,
} from '../src/index.js';

/** Yes is predicted 7 times and right 4 times: 4/7. */
const answers = [1, 1, 1, 1, 0, 1, 1, 1, 0, 0];
const truth = [1, 0, 0, 0, 1, 1, 1, 1, 0, 1];

const yesOrNo = () => ({
  predictions: tensor1d(answers.map((answer) => (answer === 1 ? 3 : -3))),
  targets: tensor1d(truth, 'int32'),
});
const twoScores = () => ({
  predictions: tensor2d(answers.map((answer) => (answer === 1 ? [-1, 2] : [0.5, 0.25]))),
  targets: tensor1d(truth, 'int32'),
});
const threeClasses = () => ({
  predictions: tensor2d([
    [5, 1, 2],
    [0, 1, 2],
    [1, 3, 2],
    [1, 0, 0],
    [2, 2, 1],
    [-1, -3, -2],
  ]),
  targets: tensor1d([0, 2, 2, 1, 0, 1], 'int32'),
});
/** The same with an axis between batch and classes, and one-hot. */
const steps = () => ({
  predictions: reshape(threeClasses().predictions, [6, 1, 3]),
  targets: reshape(oneHot(threeClasses().targets, 3), [6, 1, 3]),
});

describe('every metric', () => {
  testMetric({
    name: 'accuracy',
    metric: accuracy,
    set: threeClasses,
    value: 3 / 6,
    errors: [
      {
        run: () => accuracy.statistics(tensor2d([[1, 2]]), tensor1d([1], 'int32'), { weights: tensor1d([1, 1]) }),
        type: ShapeError,
        message: 'accuracy: `weights` must have the shape of what they weigh, [1], or of its first axes; received [2].',
      },
      {
        run: () => accuracy.statistics(tensor1d([1, 2]), tensor1d([1], 'int32')),
        type: ShapeError,
        message: 'accuracy: `predictions` must have shape [batch, …, classes] with at least two classes; received [2].',
      },
      {
        run: () => accuracy.statistics(tensor2d([[1], [2]]), tensor1d([1, 0], 'int32')),
        type: ShapeError,
        message:
          "accuracy: `predictions` must have shape [batch, …, classes] with at least two classes; received [2, 1]. One score per sample is a matter of binaryAccuracy, or of average: 'binary'.",
      },
      {
        run: () => accuracy.statistics(tensor2d([[1, 2]]), tensor1d([1, 0], 'int32')),
        type: ShapeError,
        message: 'accuracy: `targets` must have shape [1] (classes) or [1, 2] (one-hot); received [2].',
      },
      {
        run: () => accuracy.statistics(tensor2d([[1, 2]]), tensor1d([1])),
        type: DtypeError,
        message:
          "accuracy: `targets` must be int32 where they are classes; received float32. Give an Int32Array, or cast them with cast(targets, 'int32').",
      },
    ],
  });
  testMetric({ name: 'accuracy of one-hot steps', metric: accuracy, set: steps, value: 3 / 6 });
  testMetric({
    name: 'topK',
    metric: topK(2),
    set: threeClasses,
    value: 5 / 6,
    errors: [
      {
        run: () => topK(0),
        type: ArgumentError,
        message: 'topK: `k` must be an integer of at least 1; received 0.',
      },
      {
        run: () => topK(3).statistics(tensor2d([[1, 2]]), tensor1d([1], 'int32')),
        type: ShapeError,
        message: 'top3: `predictions` must have at least 3 classes on the last axis; received [1, 2].',
      },
    ],
  });
  testMetric({
    name: 'precision of yes and no',
    metric: precision({ average: 'binary' }),
    set: yesOrNo,
    value: 4 / 7,
    errors: [
      {
        run: () => precision({ average: 'mean' as Average }),
        type: ArgumentError,
        message: "precision: `average` must be 'macro', 'micro', 'weighted', 'binary' or 'none'; received 'mean'.",
      },
      {
        run: () => precision({ classes: 1 }),
        type: ArgumentError,
        message: 'precision: `classes` must be an integer of at least 2; received 1.',
      },
      {
        run: () => precision({ average: 'binary', classes: 2 }),
        type: ArgumentError,
        message: "precision: `classes` must be left out for average 'binary'; received 2.",
      },
      {
        run: () => precision({ threshold: 0.5 }),
        type: ArgumentError,
        message: "precision: `threshold` must be left out unless average is 'binary'; received 0.5.",
      },
      {
        run: () => precision({ average: 'binary', threshold: Number.NaN }),
        type: ArgumentError,
        message: 'precision: `threshold` must be a finite number; received NaN.',
      },
      {
        run: () => precision({ classes: 3 }).statistics(zeros([2, 4]), tensor1d([0, 1], 'int32')),
        type: ShapeError,
        message: 'precision: `predictions` must have shape [batch, …, 3]; received [2, 4].',
      },
      {
        run: () => precision({ average: 'binary' }).statistics(zeros([2, 3]), tensor1d([0, 1], 'int32')),
        type: ShapeError,
        message:
          'precision: `predictions` must have the shape of `targets`, [2], or [2, 1] or [2, 2]; received [2, 3].',
      },
    ],
  });
  testMetric({
    name: 'precision of two scores',
    metric: precision({ average: 'binary' }),
    set: twoScores,
    value: 4 / 7,
  });
  testMetric({ name: 'precision', metric: precision(), set: threeClasses, value: (2 / 4 + 0 + 1 / 1) / 3 });
  testMetric({ name: 'recall', metric: recall(), set: threeClasses, value: (2 / 2 + 0 + 1 / 2) / 3 });
  testMetric({ name: 'f1', metric: f1({ classes: 3 }), set: steps, value: (4 / 6 + 0 + 2 / 3) / 3 });
  testMetric({
    name: 'confusionMatrix',
    metric: confusionMatrix({ classes: 3 }),
    set: threeClasses,
    value: [
      [2, 0, 0],
      [2, 0, 0],
      [0, 1, 1],
    ],
    errors: [
      {
        run: () => confusionMatrix({ classes: 2.5 }),
        type: ArgumentError,
        message: 'confusionMatrix: `classes` must be an integer of at least 2; received 2.5.',
      },
      {
        run: () => confusionMatrix({ classes: 3 }).statistics(zeros([1, 2]), tensor1d([0], 'int32')),
        type: ShapeError,
        message: 'confusionMatrix: `predictions` must have shape [batch, …, 3]; received [1, 2].',
      },
    ],
  });
  testMetric({
    name: 'binaryAccuracy',
    metric: binaryAccuracy(),
    set: yesOrNo,
    value: 5 / 10,
    errors: [
      {
        run: () => binaryAccuracy({ threshold: Number.POSITIVE_INFINITY }),
        type: ArgumentError,
        message: 'binaryAccuracy: `threshold` must be a finite number; received Infinity.',
      },
    ],
  });
  testMetric({
    name: 'meanAbsoluteError',
    metric: meanAbsoluteError,
    set: () => ({
      predictions: tensor3d([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [5, 2, 1]),
      targets: tensor3d([1, 0, 3, 5, 5, 6, 0, 8, 9, 20], [5, 2, 1]),
    }),
    value: 2,
    errors: [
      {
        run: () => meanAbsoluteError.statistics(zeros([2, 1]), zeros([2])),
        type: ShapeError,
        message: 'meanAbsoluteError: `targets` must have the shape of `predictions`, [2, 1]; received [2].',
      },
    ],
  });
  testMetric({
    name: 'rocAuc',
    metric: rocAuc,
    set: () => ({
      predictions: tensor1d([0.1, 0.4, 0.35, 0.8, 0.4, -1]),
      targets: tensor1d([0, 0, 1, 1, 1, 0], 'int32'),
    }),
    // Of the nine pairs of yes and no, seven are in order and one is equal.
    value: 7.5 / 9,
  });
  testMetric({ name: 'rocAuc of two scores', metric: rocAuc, set: twoScores, value: 0.5 * (1 + 4 / 6 - 3 / 4) });
});
