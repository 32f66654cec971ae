import type { LossName } from './neuron-state.js';

type ChosenLoss = {
  readonly title: string;
  /** For one example, as people write it; ŷ is what the neuron says. */
  readonly formula: string;
  /** Its derivative with respect to z, the output of the neuron before any sigmoid, as people write it. */
  readonly derivative: string;
  readonly gradient: (point: { readonly prediction: number; readonly y: number }) => number;
};

/** The losses that one can choose, for people. What is learned with stands in loss-functions.ts. */
export const CHOSEN_LOSSES: Readonly<Record<LossName, ChosenLoss>> = {
  meanSquaredError: {
    title: 'Mean squared error',
    formula: '(ŷ − y)²',
    derivative: '2 · (ŷ − y)',
    gradient: ({ prediction, y }) => 2 * (prediction - y),
  },
  meanAbsoluteError: {
    title: 'Mean absolute error',
    formula: '|ŷ − y|',
    derivative: 'sign(ŷ − y)',
    gradient: ({ prediction, y }) => Math.sign(prediction - y),
  },
  huber: {
    title: 'Huber (δ = 1)',
    formula: '½(ŷ − y)² up to an error of 1, then |ŷ − y| − ½',
    derivative: 'ŷ − y, at most 1 and at least −1',
    gradient: ({ prediction, y }) => Math.min(Math.max(prediction - y, -1), 1),
  },
  sigmoidCrossEntropy: {
    title: 'Cross entropy of the sigmoid',
    formula: '−y·log σ(z) − (1 − y)·log(1 − σ(z))',
    derivative: 'σ(z) − y',
    gradient: ({ prediction, y }) => prediction - y,
  },
};
