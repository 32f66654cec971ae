import { huber, meanAbsoluteError, meanSquaredError, sigmoidCrossEntropy } from '@neurite/losses';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { LossName } from './neuron-state.js';

type LossFunctions = {
  readonly mean: (predictions: Tensor, targets: Tensor) => Scalar;
  /** One loss for each element. */
  readonly each: (predictions: Tensor, targets: Tensor) => Tensor;
};

const none = { reduction: 'none' } as const;

/** The losses that one can choose, as functions. */
export const LOSS_FUNCTIONS: Readonly<Record<LossName, LossFunctions>> = {
  meanSquaredError: {
    mean: (predictions, targets) => meanSquaredError(predictions, targets),
    each: (predictions, targets) => meanSquaredError(predictions, targets, none),
  },
  meanAbsoluteError: {
    mean: (predictions, targets) => meanAbsoluteError(predictions, targets),
    each: (predictions, targets) => meanAbsoluteError(predictions, targets, none),
  },
  huber: {
    mean: (predictions, targets) => huber(predictions, targets),
    each: (predictions, targets) => huber(predictions, targets, none),
  },
  sigmoidCrossEntropy: {
    mean: (predictions, targets) => sigmoidCrossEntropy(predictions, targets),
    each: (predictions, targets) => sigmoidCrossEntropy(predictions, targets, none),
  },
};
