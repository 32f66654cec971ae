import { ArgumentError, ShapeError, valueAndGradients } from '@neurite/core';
import { expectClose, onEachBackend, testLoss } from '@neurite/testing';
import { dispose, tensor1d, tensor2d, tensor3d, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  gaussianNegativeLogLikelihood,
  huber,
  logCosh,
  meanAbsolutePercentageError,
  meanSquaredLogarithmicError,
  poisson,
  quantile,
  smoothL1,
} from '../src/index.js';

const guesses = [1, -2, 0.25, 3, 4, 0.5];
const truths = [1.5, -2.25, 0.75, 6, -4, 1.25];
const batch = () => ({ predictions: tensor2d(guesses, [3, 2]), targets: tensor2d(truths, [3, 2]) });
const mean = (f: (guess: number, truth: number) => number): number =>
  guesses.reduce((sum, guess, i) => sum + f(guess, truths[i]!), 0) / guesses.length;
const two = () => zeros([2, 3]);

describe('losses over numbers', () => {
  testLoss({
    name: 'smoothL1',
    loss: smoothL1.with({ beta: 0.6 }),
    batch,
    value: mean((guess, truth) => {
      const error = Math.abs(guess - truth);
      return error <= 0.6 ? error ** 2 / 1.2 : error - 0.3;
    }),
    errors: [-1, Number.NaN].map((beta) => ({
      run: () => smoothL1(two(), two(), { beta }),
      type: ArgumentError,
      message: `smoothL1: \`beta\` must be a finite number of at least 0; received ${beta}.`,
    })),
  });
  testLoss({
    name: 'logCosh',
    loss: logCosh,
    batch,
    value: mean((guess, truth) => Math.log(Math.cosh(guess - truth))),
  });
  testLoss({
    name: 'meanAbsolutePercentageError',
    loss: meanAbsolutePercentageError,
    batch,
    value: mean((guess, truth) => (100 * Math.abs(guess - truth)) / Math.abs(truth)),
  });
  testLoss({
    name: 'meanSquaredLogarithmicError',
    loss: meanSquaredLogarithmicError,
    batch: () => ({ predictions: tensor1d([1, 0.25, 3]), targets: tensor1d([1.5, 2, 7]) }),
    value: [Math.log(2 / 2.5), Math.log(1.25 / 3), Math.log(4 / 8)].reduce((sum, error) => sum + error ** 2 / 3, 0),
  });
  testLoss({
    name: 'quantile',
    loss: quantile.with({ quantile: 0.8 }),
    batch,
    value: mean((guess, truth) => Math.max(0.8 * (truth - guess), 0.2 * (guess - truth))),
    errors: [
      ...[0, 1, Number.NaN].map((share) => ({
        run: () => quantile(two(), two(), { quantile: share }),
        type: ArgumentError,
        message: `quantile: \`quantile\` must be a finite number above 0 and below 1; received ${share}.`,
      })),
      {
        run: () => quantile(two(), two(), { quantile: [] }),
        type: ArgumentError,
        message: 'quantile: `quantile` must be a number above 0 and below 1, or a list of these; received [].',
      },
      {
        run: () => quantile(two(), zeros([2]), { quantile: [0.1, 0.9] }),
        type: ShapeError,
        message:
          'quantile: `predictions` must have 2 elements on the last axis, one for each quantile; received [2, 3].',
      },
    ],
  });
  testLoss({
    name: 'quantile of several shares',
    loss: quantile.with({ quantile: [0.2, 0.7] }),
    batch: () => ({ predictions: tensor3d(guesses, [3, 1, 2]), targets: tensor2d([0.5, 1, -3], [3, 1]) }),
    value:
      [
        [1, 0.5, 0.2],
        [-2, 0.5, 0.7],
        [0.25, 1, 0.2],
        [3, 1, 0.7],
        [4, -3, 0.2],
        [0.5, -3, 0.7],
      ].reduce((sum, [guess, truth, q]) => sum + Math.max(q! * (truth! - guess!), (q! - 1) * (truth! - guess!)), 0) / 6,
    anyRank: false,
  });
  testLoss({
    name: 'poisson',
    loss: poisson,
    extremes: [-80, 80],
    batch: () => ({ predictions: tensor1d([0.5, -1, 2]), targets: tensor1d([2, 0, 7], 'int32') }),
    value: (Math.exp(0.5) - 1 + Math.exp(-1) + Math.exp(2) - 14) / 3,
    gradients: { step: 1e-3 },
    errors: [
      {
        run: () => poisson(two(), two(), { full: 1 as unknown as boolean }),
        type: ArgumentError,
        message: 'poisson: `full` must be true or false; received 1.',
      },
      {
        run: () => poisson(two(), two(), { epsilon: 0 }),
        type: ArgumentError,
        message: 'poisson: `epsilon` must be a finite number above 0; received 0.',
      },
    ],
  });
  testLoss({
    name: 'gaussianNegativeLogLikelihood',
    loss: gaussianNegativeLogLikelihood,
    batch: () => ({
      predictions: { mean: tensor1d([1, -2]), variance: tensor1d([0.5, 4]) },
      targets: tensor1d([1.5, 0]),
    }),
    value: (Math.log(0.5) / 2 + 0.25 + Math.log(4) / 2 + 0.5) / 2,
    errors: [
      {
        run: () => gaussianNegativeLogLikelihood({ mean: two() } as never, two()),
        type: ArgumentError,
        message:
          'gaussianNegativeLogLikelihood: `predictions` must have the tensors `mean`, `variance`; received an object with mean. To train with options, write `loss: gaussianNegativeLogLikelihood.with({ … })`.',
      },
      {
        run: () => gaussianNegativeLogLikelihood({ mean: two(), variance: zeros([2]) }, two()),
        type: ShapeError,
        message:
          'gaussianNegativeLogLikelihood: `predictions.variance` must have the shape of `mean`, [2, 3]; received [2].',
      },
      {
        run: () => gaussianNegativeLogLikelihood({ mean: two(), variance: two() }, zeros([2])),
        type: ShapeError,
        message: 'gaussianNegativeLogLikelihood: `targets` must have shape [2, 3]; received [2].',
      },
    ],
  });

  onEachBackend(() => {
    it.each(Object.entries({ huber, smoothL1, logCosh }))(
      '%s has a finite gradient where the error overflows',
      async (_name, loss) => {
        const [predictions, targets] = [tensor1d([3e38, -3e38, 1]), tensor1d([-3e38, 3e38, 1])];
        const { value, gradients } = valueAndGradients(
          () => (loss as typeof logCosh)(predictions, targets, { reduction: 'sum' }),
          { predictions },
        );
        expect((await value.data())[0]).toBe(Number.POSITIVE_INFINITY);
        await expectClose(gradients.predictions, [1, -1, 0]);
        dispose([predictions, targets, value, gradients]);
      },
    );
  });
});
