import { ArgumentError, type Loss, maskWeightless, ShapeError } from '@neurite/core';
import { testMetric } from '@neurite/testing';
import {
  cast,
  greaterEqual,
  mean as meanOf,
  mul,
  oneHot,
  reshape,
  type Scalar,
  scalar,
  square,
  sub,
  sum,
  type Tensor,
  tensor1d,
  tensor2d,
  tidy,
  where,
  zeros,
} from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import {
  averagePrecision,
  balancedAccuracy,
  binnedAuc,
  brierScore,
  calibrationError,
  cohenKappa,
  concordanceCorrelation,
  cosineSimilarity,
  explainedVariance,
  fBeta,
  fromLoss,
  iou,
  logLoss,
  matthewsCorrelation,
  meanAbsolutePercentageError,
  meanAbsoluteScaledError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  naiveError,
  oneVsRest,
  pearsonCorrelation,
  perplexity,
  precision,
  precisionAtRecall,
  recallAtPrecision,
  rocAuc,
  rootMeanSquaredError,
  rSquared,
  sensitivityAtSpecificity,
  spearmanCorrelation,
  specificity,
  specificityAtSensitivity,
  symmetricMeanAbsolutePercentageError,
} from '../src/index.js';

const guesses = [1, 2, 4, 3, 6];
const truths = [1.5, 2, 3, 5, 4];
const numbers = () => ({ predictions: tensor1d(guesses), targets: tensor1d(truths) });
const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length;
const perPair = (f: (guess: number, truth: number) => number): number =>
  mean(guesses.map((guess, i) => f(guess, truths[i]!)));
const covariance = (a: readonly number[], b: readonly number[]): number =>
  mean(a.map((x, i) => (x - mean(a)) * (b[i]! - mean(b))));
const errors = truths.map((truth, i) => truth - guesses[i]!);

/** The squared error, with weights. */
const squares: Loss = Object.assign((a: Tensor, b: Tensor) => tidy(() => meanOf<Scalar>(square(sub(a, b)))), {
  terms: ((a, b, { weights } = {}) =>
    tidy(() => {
      if (weights === undefined) return { total: sum(square(sub(a, b))), weight: scalar(a.size) };
      const [guess, truth] = maskWeightless([a, b], weights);
      const known = where(greaterEqual(weights, 0), cast(weights, 'float32'), Number.NaN);
      return { total: sum(mul(square(sub(guess, truth)), known)), weight: sum(known) };
    })) as NonNullable<Loss['terms']>,
});

const classes = [0, 2, 2, 1, 0, 1];
const rows = [
  [5, 1, 2],
  [0, 1, 2],
  [1, 3, 2],
  [1, 0, 0],
  [2, 2, 1],
  [-1, -3, -2],
];
const threeClasses = () => ({ predictions: tensor2d(rows), targets: tensor1d(classes, 'int32') });
const steps = () => ({
  predictions: reshape(threeClasses().predictions, [6, 1, 3]),
  targets: reshape(oneHot(threeClasses().targets, 3), [6, 1, 3]),
});
const softmax = (row: readonly number[]): number[] => {
  const total = row.reduce((all, x) => all + Math.exp(x), 0);
  return row.map((x) => Math.exp(x) / total);
};
const scores = [0.1, 0.4, 0.35, 0.8, 0.45, -1];
const answers = [0, 0, 1, 1, 1, 0];
const ranked = () => ({ predictions: tensor1d(scores), targets: tensor1d(answers, 'int32') });

describe('metrics of numbers', () => {
  testMetric({
    name: 'meanSquaredError',
    metric: meanSquaredError,
    set: numbers,
    value: perPair((p, t) => (p - t) ** 2),
  });
  testMetric({
    name: 'rootMeanSquaredError',
    metric: rootMeanSquaredError,
    set: numbers,
    value: Math.sqrt(perPair((p, t) => (p - t) ** 2)),
  });
  testMetric({
    name: 'meanSquaredLogarithmicError',
    metric: meanSquaredLogarithmicError,
    set: numbers,
    value: perPair((p, t) => Math.log((1 + p) / (1 + t)) ** 2),
  });
  testMetric({
    name: 'meanAbsolutePercentageError',
    metric: meanAbsolutePercentageError,
    set: numbers,
    value: perPair((p, t) => (100 * Math.abs(p - t)) / t),
  });
  testMetric({
    name: 'symmetricMeanAbsolutePercentageError',
    metric: symmetricMeanAbsolutePercentageError,
    set: numbers,
    value: perPair((p, t) => (200 * Math.abs(p - t)) / (p + t)),
  });
  testMetric({
    name: 'meanAbsoluteScaledError',
    metric: meanAbsoluteScaledError({ scale: naiveError([1, 3, 2, 5], { season: 2 }) }),
    set: numbers,
    value: perPair((p, t) => Math.abs(p - t)) / 1.5,
    errors: [
      {
        run: () => meanAbsoluteScaledError({ scale: 0 }),
        type: ArgumentError,
        message: 'meanAbsoluteScaledError: `scale` must be a finite number above 0; received 0.',
      },
      {
        run: () => naiveError([1, 2], { season: 2 }),
        type: ShapeError,
        message: 'naiveError: `series` must have more than 2 values; received 2.',
      },
    ],
  });
  testMetric({
    name: 'cosineSimilarity',
    metric: cosineSimilarity,
    set: () => ({
      predictions: tensor2d([1, 0, 2, 2, 0, 3, 1, 1, 4, -3], [5, 2]),
      targets: tensor2d([1, 1, 1, 0, 0, 2, -1, -1, 3, 4], [5, 2]),
    }),
    value: (Math.SQRT1_2 + Math.SQRT1_2 + 1 - 1 + 0) / 5,
    errors: [
      {
        run: () => cosineSimilarity.statistics(zeros([2]), zeros([2])),
        type: ShapeError,
        message: 'cosineSimilarity: `predictions` must have shape [batch, …, features]; received [2].',
      },
    ],
  });
  testMetric({
    name: 'rSquared',
    metric: rSquared(),
    set: numbers,
    value: 1 - mean(errors.map((e) => e ** 2)) / covariance(truths, truths),
    errors: [
      {
        run: () => rSquared({ average: 'macro' as never }),
        type: ArgumentError,
        message: "rSquared: `average` must be 'uniform', 'variance' or 'none'; received 'macro'.",
      },
    ],
  });
  testMetric({
    name: 'explainedVariance of each output',
    metric: explainedVariance({ average: 'none' }),
    set: () => ({
      predictions: tensor2d(
        guesses.flatMap((p) => [p, -p]),
        [5, 2],
      ),
      targets: tensor2d(
        truths.flatMap((t) => [t, 1]),
        [5, 2],
      ),
    }),
    value: [1 - covariance(errors, errors) / covariance(truths, truths), 0],
  });
  testMetric({
    name: 'pearsonCorrelation',
    metric: pearsonCorrelation(),
    set: numbers,
    value: covariance(guesses, truths) / Math.sqrt(covariance(guesses, guesses) * covariance(truths, truths)),
  });
  testMetric({
    name: 'concordanceCorrelation',
    metric: concordanceCorrelation(),
    set: numbers,
    value:
      (2 * covariance(guesses, truths)) /
      (covariance(guesses, guesses) + covariance(truths, truths) + (mean(guesses) - mean(truths)) ** 2),
  });
  testMetric({
    name: 'spearmanCorrelation',
    metric: spearmanCorrelation,
    set: numbers,
    value: 1 - (6 * (0 + 0 + 1 + 4 + 1)) / (5 * 24),
  });
});

describe('metrics of classes', () => {
  testMetric({
    name: 'fBeta',
    metric: fBeta({ beta: 2 }),
    set: threeClasses,
    value: (10 / (4 * 2 + 4) + 0 + 5 / (4 * 2 + 1)) / 3,
  });
  testMetric({
    name: 'precision of each class',
    metric: precision({ average: 'none' }),
    set: steps,
    value: [2 / 4, 0, 1],
  });
  testMetric({ name: 'iou', metric: iou(), set: threeClasses, value: (2 / 4 + 0 + 1 / 2) / 3 });
  testMetric({ name: 'specificity', metric: specificity(), set: threeClasses, value: (2 / 4 + 3 / 4 + 1) / 3 });
  testMetric({ name: 'balancedAccuracy', metric: balancedAccuracy, set: steps, value: (1 + 0 + 1 / 2) / 3 });
  testMetric({
    name: 'matthewsCorrelation',
    metric: matthewsCorrelation,
    set: threeClasses,
    value: (3 * 6 - (2 * 4 + 2 * 1 + 2 * 1)) / Math.sqrt((36 - 18) * (36 - 12)),
  });
  testMetric({
    name: 'cohenKappa',
    metric: cohenKappa(),
    set: threeClasses,
    value: (3 / 6 - 12 / 36) / (1 - 12 / 36),
    errors: [
      {
        run: () => cohenKappa({ weighting: 'cubic' as never }),
        type: ArgumentError,
        message: "cohenKappa: `weighting` must be 'none', 'linear' or 'quadratic'; received 'cubic'.",
      },
    ],
  });
  const losses = rows.map((row, i) => -Math.log(softmax(row)[classes[i]!]!));
  testMetric({
    name: 'logLoss',
    metric: logLoss(),
    set: threeClasses,
    value: mean(losses),
    errors: [
      {
        run: () => logLoss({ from: 'scores' as never }),
        type: ArgumentError,
        message: "logLoss: `from` must be 'logits' or 'probabilities'; received 'scores'.",
      },
    ],
  });
  testMetric({
    name: 'perplexity',
    metric: perplexity({ from: 'probabilities' }),
    set: () => ({ predictions: tensor2d(rows.map(softmax)), targets: tensor1d(classes, 'int32') }),
    value: Math.exp(mean(losses)),
  });
  testMetric({
    name: 'brierScore',
    metric: brierScore(),
    set: steps,
    value: mean(
      rows.map((row, i) => softmax(row).reduce((total, p, c) => total + (p - Number(c === classes[i])) ** 2, 0)),
    ),
    errors: [
      {
        run: () => brierScore({ binary: 1 as never }),
        type: ArgumentError,
        message: 'brierScore: `binary` must be true or false; received 1.',
      },
    ],
  });
  testMetric({
    name: 'calibrationError',
    metric: calibrationError({ bins: 1 }),
    set: threeClasses,
    value: Math.abs(mean(rows.map((row) => Math.max(...softmax(row)))) - 3 / 6),
  });
});

describe('metrics of yes and no', () => {
  testMetric({ name: 'averagePrecision', metric: averagePrecision, set: ranked, value: (1 + 1 + 3 / 4) / 3 });
  testMetric({ name: 'precisionAtRecall', metric: precisionAtRecall(0.9), set: ranked, value: 3 / 4 });
  testMetric({ name: 'recallAtPrecision', metric: recallAtPrecision(0.9), set: ranked, value: 2 / 3 });
  testMetric({ name: 'sensitivityAtSpecificity', metric: sensitivityAtSpecificity(0.6), set: ranked, value: 1 });
  testMetric({
    name: 'specificityAtSensitivity',
    metric: specificityAtSensitivity(0.9),
    set: ranked,
    value: 2 / 3,
    errors: [
      {
        run: () => specificityAtSensitivity(1.5),
        type: ArgumentError,
        message:
          'specificityAtSensitivity: `sensitivity` must be a finite number of at least 0 and of at most 1; received 1.5.',
      },
    ],
  });
  testMetric({
    name: 'oneVsRest',
    metric: oneVsRest(rocAuc, { from: 'probabilities' }),
    set: () => ({
      predictions: tensor2d([0.5, 0.2, 0.3, 0.1, 0.6, 0.3, 0.4, 0.3, 0.3, 0.3, 0.3, 0.4, 0.2, 0.1, 0.7], [5, 3]),
      targets: tensor1d([0, 1, 2, 0, 2], 'int32'),
    }),
    value: (5 / 6 + 1 + 4 / 6) / 3,
    errors: [
      {
        run: () => oneVsRest(binnedAuc()),
        type: ArgumentError,
        message: 'oneVsRest: `metric` must be a metric over the order of scores, such as rocAuc; received binnedAuc.',
      },
      {
        run: () => oneVsRest(rocAuc, { average: 'micro' as never }),
        type: ArgumentError,
        message: "oneVsRest: `average` must be 'macro', 'weighted' or 'none'; received 'micro'.",
      },
    ],
  });
  testMetric({
    name: 'binnedAuc',
    metric: binnedAuc({ from: 'probabilities', bins: 20 }),
    set: () => ({ predictions: tensor1d([0.1, 0.42, 0.33, 0.8, 0.47, 0]), targets: tensor1d(answers, 'int32') }),
    value: 8 / 9,
    errors: [
      {
        run: () => binnedAuc({ curve: 'pr' as never }),
        type: ArgumentError,
        message: "binnedAuc: `curve` must be 'roc' or 'precisionRecall'; received 'pr'.",
      },
    ],
  });
});

describe('a loss as a metric', () => {
  testMetric({
    name: 'fromLoss',
    metric: fromLoss(squares),
    set: numbers,
    value: perPair((p, t) => (p - t) ** 2),
    errors: [
      {
        run: () => fromLoss((predictions: Tensor) => sum(predictions)),
        type: ArgumentError,
        message:
          'fromLoss: `loss` must have `terms`; received the function without a name. Make it with defineLoss of @neurite/losses.',
      },
    ],
  });
});
