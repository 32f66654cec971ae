import { ArgumentError, DtypeError, ShapeError } from '@neurite/core';
import { testLoss } from '@neurite/testing';
import { tensor1d, tensor2d, zeros } from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import {
  binaryCrossEntropy,
  categoricalHinge,
  generalizedCrossEntropy,
  hinge,
  hingeEmbedding,
  klDivergence,
  multiLabelMargin,
  multiLabelSoftMargin,
  multiMargin,
  negativeLogLikelihood,
  sigmoidCrossEntropy,
  sigmoidFocalCrossEntropy,
  softMargin,
  softmaxCrossEntropy,
  softmaxFocalCrossEntropy,
  squaredHinge,
  wasserstein,
} from '../src/index.js';

const rows = [
  [1, -1, 0.4],
  [0, 2, -3],
];
const labels = [2, 0];
const classes = () => ({ predictions: tensor2d(rows), targets: tensor1d(labels, 'int32') });
const softmax = (row: readonly number[]): number[] => {
  const exps = row.map(Math.exp);
  return exps.map((exp) => exp / exps.reduce((sum, one) => sum + one, 0));
};
const perRow = (f: (row: readonly number[], label: number) => number): number =>
  rows.reduce((sum, row, i) => sum + f(row, labels[i]!), 0) / rows.length;

const scores = [0.5, 2, -1.25, 3];
const answers = [1, 0, 1, 1];
const yesOrNo = () => ({ predictions: tensor1d(scores), targets: tensor1d(answers, 'int32') });
const perScore = (f: (score: number, yes: boolean) => number): number =>
  scores.reduce((sum, score, i) => sum + f(score, answers[i] === 1), 0) / scores.length;
const miss = (score: number, yes: boolean): number => 1 / (1 + Math.exp(yes ? score : -score));
const two = () => zeros([2, 3]);

describe('losses over classes', () => {
  testLoss({
    name: 'softmaxCrossEntropy with class weights',
    loss: softmaxCrossEntropy.with({ classWeights: [3, 1, 0.5], labelSmoothing: 0.1 }),
    batch: classes,
    // The mean divides by the weights of the classes, and not by their number.
    meanOverSamples: false,
    value:
      rows.reduce((sum, row, i) => {
        const losses = softmax(row).map((p, c) => -Math.log(p) * [3, 1, 0.5][c]!);
        return sum + 0.9 * losses[labels[i]!]! + (0.1 / 3) * losses.reduce((total, one) => total + one, 0);
      }, 0) / 3.5,
    errors: [
      {
        run: () => softmaxCrossEntropy(two(), zeros([2], 'int32'), { classWeights: [1, 2] }),
        type: ShapeError,
        message: 'softmaxCrossEntropy: `classWeights` must have 3 numbers, one for each class of [2, 3]; received 2.',
      },
      {
        run: () => softmaxCrossEntropy.with({ classWeights: [1, -2] }),
        type: ArgumentError,
        message: 'softmaxCrossEntropy: `classWeights[1]` must be a finite number of at least 0; received -2.',
      },
      {
        run: () => softmaxCrossEntropy.with({ classWeights: 3 as never }),
        type: ArgumentError,
        message: 'softmaxCrossEntropy: `classWeights` must be a list of one number for each class; received 3.',
      },
      {
        run: () => softmaxCrossEntropy.with({ ignoreIndex: 0.5 }),
        type: ArgumentError,
        message: 'softmaxCrossEntropy: `ignoreIndex` must be an integer; received 0.5.',
      },
    ],
  });
  testLoss({
    name: 'softmaxCrossEntropy with an ignored index',
    loss: softmaxCrossEntropy.with({ ignoreIndex: -1 }),
    batch: () => ({
      predictions: tensor2d([...rows, [9, 1, 9], [5, 5, 1]]),
      targets: tensor1d([...labels, -1, -1], 'int32'),
    }),
    meanOverSamples: false,
    value: perRow((row, label) => -Math.log(softmax(row)[label]!)),
  });
  testLoss({
    name: 'negativeLogLikelihood',
    loss: negativeLogLikelihood,
    batch: () => ({ predictions: tensor2d(rows), targets: tensor1d([0, 2], 'int32') }),
    value: (-rows[0]![0]! - rows[1]![2]!) / 2,
    errors: [
      {
        run: () => negativeLogLikelihood(zeros([2, 1]), zeros([2], 'int32')),
        type: ShapeError,
        message:
          'negativeLogLikelihood: `logProbabilities` must have shape [batch, …, classes] with at least two classes; received [2, 1].',
      },
      {
        run: () => negativeLogLikelihood(two(), zeros([2])),
        type: DtypeError,
        message:
          "negativeLogLikelihood: `labels` must be int32 where they are classes; received float32. Give an Int32Array, or cast them with cast(labels, 'int32').",
      },
    ],
  });
  testLoss({
    name: 'softmaxFocalCrossEntropy',
    loss: softmaxFocalCrossEntropy.with({ gamma: 0.5, classWeights: [0.5, 1, 2] }),
    batch: classes,
    value: perRow((row, label) => {
      const p = softmax(row)[label]!;
      return -[0.5, 1, 2][label]! * (1 - p) ** 0.5 * Math.log(p);
    }),
    errors: [
      {
        run: () => softmaxFocalCrossEntropy.with({ gamma: -1 }),
        type: ArgumentError,
        message: 'softmaxFocalCrossEntropy: `gamma` must be a finite number of at least 0; received -1.',
      },
    ],
  });
  testLoss({
    name: 'generalizedCrossEntropy',
    loss: generalizedCrossEntropy.with({ q: 0.3, ignoreIndex: 255 }),
    batch: classes,
    value: perRow((row, label) => (1 - softmax(row)[label]! ** 0.3) / 0.3),
    errors: [0, 1.5].map((q) => ({
      run: () => generalizedCrossEntropy.with({ q }),
      type: ArgumentError,
      message: `generalizedCrossEntropy: \`q\` must be a finite number above 0 and of at most 1; received ${q}.`,
    })),
  });
  testLoss({
    name: 'klDivergence',
    loss: klDivergence,
    batch: () => ({
      predictions: tensor2d(rows),
      targets: tensor2d([
        [0.2, 0.5, 0.3],
        [0, 1, 0],
      ]),
    }),
    value:
      ([0.2, 0.5, 0.3].reduce((sum, p, i) => sum + p * Math.log(p / softmax(rows[0]!)[i]!), 0) -
        Math.log(softmax(rows[1]!)[1]!)) /
      2,
    errors: [
      {
        run: () => klDivergence.with({ logTargets: 1 as never }),
        type: ArgumentError,
        message: 'klDivergence: `logTargets` must be true or false; received 1.',
      },
      {
        run: () => klDivergence(zeros([3]), zeros([3])),
        type: ShapeError,
        message: 'klDivergence: `logits` must have shape [batch, …, classes] with at least two classes; received [3].',
      },
    ],
  });
  testLoss({
    name: 'categoricalHinge',
    loss: categoricalHinge,
    batch: classes,
    value: (1 + 1 - 0.4 + (1 + 2 - 0)) / 2,
  });
  testLoss({
    name: 'multiMargin',
    loss: multiMargin.with({ margin: 0.8, p: 2 }),
    batch: classes,
    value: ((0.8 - 0.4 + 1) ** 2 + 0 + (0.8 + 2) ** 2) / 3 / 2,
    errors: [
      {
        run: () => multiMargin.with({ p: 3 as 2 }),
        type: ArgumentError,
        message: 'multiMargin: `p` must be 1 or 2; received 3.',
      },
    ],
  });
  const several = () => ({
    predictions: tensor2d(rows),
    targets: tensor2d(
      [
        [0, 1, 1],
        [1, 0, 0],
      ],
      undefined,
      'int32',
    ),
  });
  testLoss({
    name: 'multiLabelMargin',
    loss: multiLabelMargin,
    batch: several,
    value: ((1 + 1 + 1 + (1 - 0.4 + 1)) / 3 + (1 - 0 + 2) / 3) / 2,
    errors: [
      {
        run: () => multiLabelMargin(zeros([3]), zeros([3])),
        type: ShapeError,
        message: 'multiLabelMargin: `predictions` must have shape [batch, …, classes]; received [3].',
      },
    ],
  });
  testLoss({
    name: 'multiLabelSoftMargin',
    loss: multiLabelSoftMargin.with({ classWeights: [1, 2, 0.5] }),
    batch: several,
    value:
      [
        [1, false, 1],
        [-1, true, 2],
        [0.4, true, 0.5],
        [0, true, 1],
        [2, false, 2],
        [-3, false, 0.5],
      ].reduce((sum, [x, yes, w]) => sum - (w as number) * Math.log(1 - miss(x as number, yes as boolean)), 0) / 6,
    errors: [
      {
        run: () => multiLabelSoftMargin(two(), two(), { classWeights: [1] }),
        type: ShapeError,
        message: 'multiLabelSoftMargin: `classWeights` must have 3 numbers, one for each class of [2, 3]; received 1.',
      },
    ],
  });
});

describe('losses over yes and no', () => {
  testLoss({
    name: 'sigmoidCrossEntropy with a weight of yes and smoothing',
    loss: sigmoidCrossEntropy.with({ positiveWeight: 3, labelSmoothing: 0.2 }),
    batch: yesOrNo,
    value: perScore((score, yes) => {
      const z = yes ? 0.9 : 0.1;
      return -3 * z * Math.log(miss(score, false)) - (1 - z) * Math.log(miss(score, true));
    }),
    errors: [
      {
        run: () => sigmoidCrossEntropy.with({ positiveWeight: -1 }),
        type: ArgumentError,
        message: 'sigmoidCrossEntropy: `positiveWeight` must be a finite number of at least 0; received -1.',
      },
      {
        run: () => sigmoidCrossEntropy.with({ positiveWeight: 'all' as never }),
        type: ArgumentError,
        message:
          "sigmoidCrossEntropy: `positiveWeight` must be a number, or a list of one for each element of the last axis; received 'all'.",
      },
      {
        run: () => sigmoidCrossEntropy(two(), two(), { positiveWeight: [1, 2] }),
        type: ShapeError,
        message:
          'sigmoidCrossEntropy: `positiveWeight` must have 3 numbers, one for each element of the last axis; received 2.',
      },
      {
        run: () => sigmoidCrossEntropy.with({ labelSmoothing: 1 }),
        type: ArgumentError,
        message: 'sigmoidCrossEntropy: `labelSmoothing` must be a finite number of at least 0 and below 1; received 1.',
      },
    ],
  });
  testLoss({
    name: 'binaryCrossEntropy',
    loss: binaryCrossEntropy,
    extremes: [0, 1],
    gradients: { step: 1e-3 },
    batch: () => ({ predictions: tensor1d([0.25, 0.75, 0.5]), targets: tensor1d([1, 0.5, 0]) }),
    value: -(Math.log(0.25) + (Math.log(0.75) + Math.log(0.25)) / 2 + Math.log(0.5)) / 3,
  });
  testLoss({
    name: 'sigmoidFocalCrossEntropy',
    loss: sigmoidFocalCrossEntropy.with({ gamma: 0.5, alpha: 0.25 }),
    batch: yesOrNo,
    value: perScore((score, yes) => -(yes ? 0.25 : 0.75) * miss(score, yes) ** 0.5 * Math.log(1 - miss(score, yes))),
    errors: [
      {
        run: () => sigmoidFocalCrossEntropy.with({ alpha: 1.5 }),
        type: ArgumentError,
        message:
          'sigmoidFocalCrossEntropy: `alpha` must be a finite number of at least 0 and of at most 1; received 1.5.',
      },
    ],
  });
  testLoss({
    name: 'hinge',
    loss: hinge,
    batch: yesOrNo,
    value: perScore((score, yes) => Math.max(1 - (yes ? score : -score), 0)),
  });
  testLoss({
    name: 'squaredHinge',
    loss: squaredHinge,
    batch: yesOrNo,
    value: perScore((score, yes) => Math.max(1 - (yes ? score : -score), 0) ** 2),
  });
  testLoss({
    name: 'hingeEmbedding',
    loss: hingeEmbedding.with({ margin: 2.5 }),
    batch: yesOrNo,
    value: perScore((score, yes) => (yes ? score : Math.max(2.5 - score, 0))),
  });
  testLoss({
    name: 'softMargin',
    loss: softMargin,
    batch: yesOrNo,
    value: perScore((score, yes) => Math.log(1 + Math.exp(yes ? -score : score))),
  });
  testLoss({
    name: 'wasserstein',
    loss: wasserstein,
    batch: yesOrNo,
    value: perScore((score, yes) => (yes ? -score : score)),
  });
});
