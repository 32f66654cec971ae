import { huber, meanAbsoluteError, meanSquaredError, sigmoidCrossEntropy } from '@neurite/losses';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { LossName } from './neuron-state.js';

type ChosenLoss = {
  readonly title: string;
  /** For one example, as people write it; ŷ is what the neuron says. */
  readonly formula: string;
  readonly mean: (predictions: Tensor, targets: Tensor) => Scalar;
  /** One loss for each element. */
  readonly each: (predictions: Tensor, targets: Tensor) => Tensor;
};

const none = { reduction: 'none' } as const;

/** The losses that one can choose. */
export const CHOSEN_LOSSES: Readonly<Record<LossName, ChosenLoss>> = {
  meanSquaredError: {
    title: 'Mean squared error',
    formula: '(ŷ − y)²',
    mean: (predictions, targets) => meanSquaredError(predictions, targets),
    each: (predictions, targets) => meanSquaredError(predictions, targets, none),
  },
  meanAbsoluteError: {
    title: 'Mean absolute error',
    formula: '|ŷ − y|',
    mean: (predictions, targets) => meanAbsoluteError(predictions, targets),
    each: (predictions, targets) => meanAbsoluteError(predictions, targets, none),
  },
  huber: {
    title: 'Huber (δ = 1)',
    formula: '½(ŷ − y)² up to an error of 1, then |ŷ − y| − ½',
    mean: (predictions, targets) => huber(predictions, targets),
    each: (predictions, targets) => huber(predictions, targets, none),
  },
  sigmoidCrossEntropy: {
    title: 'Cross entropy of the sigmoid',
    formula: '−y·log σ(z) − (1 − y)·log(1 − σ(z))',
    mean: (predictions, targets) => sigmoidCrossEntropy(predictions, targets),
    each: (predictions, targets) => sigmoidCrossEntropy(predictions, targets, none),
  },
};
