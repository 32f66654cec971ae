import { checkNumber, checkOptions, type Optimizer } from '@neurite/core';
import { add, clipByValue, mul } from '@tensorflow/tfjs-core';
import { type ConstraintOptions, constrained } from '../internal/constrained.js';

export type MinMaxNormOptions = ConstraintOptions & {
  /** A finite number of at least 0. Default 0. */
  readonly minimum?: number;
  /** A finite number of at least `minimum`. Default 1. */
  readonly maximum?: number;
  /** How far a norm out of bounds moves towards them in a step: above 0 and at most 1. Default 1. */
  readonly rate?: number;
};

/**
 * Keeps the norm n of the weights that lead to one output within bounds: after each step it becomes
 * `rate · clip(n, minimum, maximum) + (1 − rate) · n`. The last link of a chain. Weights of zeros stay zeros.
 *
 * Composed: norms are no program of one element.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients that do not fit
 * @example
 * const optimizer = chain(sgd({ learningRate: 0.1 }), minMaxNorm({ minimum: 0.5, maximum: 2 }));
 * @see `MinMaxNorm` of Keras
 */
export function minMaxNorm(options: MinMaxNormOptions = {}): Optimizer {
  checkOptions('minMaxNorm', options, ['minimum', 'maximum', 'rate', 'mask', 'axes']);
  const { minimum = 0, maximum = 1, rate = 1 } = options;
  checkNumber('minMaxNorm', 'minimum', minimum, { atLeast: 0 });
  checkNumber('minMaxNorm', 'maximum', maximum, { atLeast: minimum });
  checkNumber('minMaxNorm', 'rate', rate, { above: 0, atMost: 1 });
  return constrained('minMaxNorm', options, (norms) =>
    add(mul(clipByValue(norms, minimum, maximum), rate), mul(norms, 1 - rate)),
  );
}
