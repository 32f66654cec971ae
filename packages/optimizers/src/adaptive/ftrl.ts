import { checkNumber, checkOptions, type Optimizer } from '@neurite/core';
import { fill, zerosLike } from '@tensorflow/tfjs-core';
import { perParameter } from '../composition/per-parameter.js';
import { type LearningRateOptions, rateScalar } from '../internal/learning-rate-rule.js';

export type FtrlOptions = Pick<LearningRateOptions, 'learningRate'> & {
  /** λ₁, how strongly weights are pulled to exactly 0: a finite number of at least 0. Default 0. */
  readonly l1?: number;
  /** λ₂, how strongly weights are made small: a finite number of at least 0. Default 0. */
  readonly l2?: number;
  /** β, added to the root: a finite number of at least 0. Default 0. */
  readonly beta?: number;
  /** What the sums of squares begin as: a finite number above 0. Default 0.1. */
  readonly initialAccumulator?: number;
};

/**
 * Follow the regularized leader, whose weights become exactly 0 with `l1`: for sparse linear models. With the learning
 * rate η: `s' = s + g²`, `z' = z + g − w (√s' − √s) / η`,
 * `w' = η (clip(z', −λ₁, λ₁) − z') / (√s' + β + 2ηλ₂)`.
 *
 * The state is `accumulator/<path>` and `linear/<path>` for each parameter. A learning rate of 0 is an error; with a
 * schedule, past gradients count with the rate of their own step.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = ftrl({ learningRate: 0.1, l1: 0.01 });
 * @see McMahan et al. 2013, Ad Click Prediction: a View from the Trenches; as in Keras
 */
export function ftrl(options: FtrlOptions = {}): Optimizer {
  const where = 'ftrl';
  checkOptions(where, options, ['learningRate', 'l1', 'l2', 'beta', 'initialAccumulator']);
  const { learningRate = 1e-3, l1 = 0, l2 = 0, beta = 0, initialAccumulator = 0.1 } = options;
  for (const [name, value] of Object.entries({ l1, l2, beta })) checkNumber(where, name, value, { atLeast: 0 });
  checkNumber(where, 'initialAccumulator', initialAccumulator, { above: 0 });
  return perParameter(where, {
    slots: { accumulator: ({ shape }) => fill(shape, initialAccumulator), linear: zerosLike },
    scalars: { rate: rateScalar(where, learningRate, { above: 0 }) },
    step: (e, { gradient, parameter, slots, scalars: { rate } }) => {
      const accumulator = e.add(slots.accumulator, e.square(gradient));
      const root = e.sqrt(accumulator);
      const growth = e.div(e.sub(root, e.sqrt(slots.accumulator)), rate);
      const linear = e.add(slots.linear, e.sub(gradient, e.mul(parameter, growth)));
      const shrunk = e.sub(e.minimum(e.maximum(linear, -l1), l1), linear);
      const weight = e.div(e.mul(shrunk, rate), e.add(e.add(root, beta), e.mul(rate, 2 * l2)));
      return { update: e.sub(weight, parameter), slots: { accumulator, linear } };
    },
  });
}
