import type { OptimizerName } from './neuron-state.js';

type ChosenOptimizer = {
  readonly title: string;
  /** What it makes of a gradient g, in a line. */
  readonly rule: string;
};

/** The optimizers that one can choose, for people. */
export const CHOSEN_OPTIMIZERS: Readonly<Record<OptimizerName, ChosenOptimizer>> = {
  sgd: {
    title: 'Gradient descent (SGD)',
    rule: 'new = old − rate · gradient',
  },
  momentum: {
    title: 'SGD with momentum 0.9',
    rule: 'a velocity keeps 0.9 of itself and takes up the gradient; new = old − rate · velocity',
  },
  nesterov: {
    title: 'SGD with Nesterov momentum 0.9',
    rule: 'as momentum, looking one step ahead along the velocity',
  },
  adam: {
    title: 'Adam',
    rule: 'the mean of the gradients over the root of the mean of their squares; new = old − rate · that',
  },
  adamW: {
    title: 'AdamW (weight decay 0.01)',
    rule: 'as Adam, and each step also shrinks w and b by rate · 0.01',
  },
};
