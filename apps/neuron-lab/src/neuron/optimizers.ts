import type { Optimizer } from '@neurite/core';
import { adam, adamW, sgd } from '@neurite/optimizers';
import type { OptimizerName } from './neuron-state.js';

type ChosenOptimizer = {
  readonly title: string;
  /** What it makes of a gradient g, in a line. */
  readonly rule: string;
  readonly make: (learningRate: number) => Optimizer;
};

/** The optimizers that one can choose. */
export const CHOSEN_OPTIMIZERS: Readonly<Record<OptimizerName, ChosenOptimizer>> = {
  sgd: {
    title: 'Gradient descent (SGD)',
    rule: 'new = old − rate · gradient',
    make: (learningRate) => sgd({ learningRate }),
  },
  momentum: {
    title: 'SGD with momentum 0.9',
    rule: 'a velocity keeps 0.9 of itself and takes up the gradient; new = old − rate · velocity',
    make: (learningRate) => sgd({ learningRate, momentum: 0.9 }),
  },
  nesterov: {
    title: 'SGD with Nesterov momentum 0.9',
    rule: 'as momentum, looking one step ahead along the velocity',
    make: (learningRate) => sgd({ learningRate, momentum: 0.9, nesterov: true }),
  },
  adam: {
    title: 'Adam',
    rule: 'the mean of the gradients over the root of the mean of their squares; new = old − rate · that',
    make: (learningRate) => adam({ learningRate }),
  },
  adamW: {
    title: 'AdamW (weight decay 0.01)',
    rule: 'as Adam, and each step also shrinks w and b by rate · 0.01',
    make: (learningRate) => adamW({ learningRate }),
  },
};
