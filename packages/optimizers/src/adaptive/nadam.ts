import { checkNumber, type Optimizer } from '@neurite/core';
import { zerosLike } from '@tensorflow/tfjs-core';
import type { Rule } from '../composition/rule.js';
import { checkMoments, type MomentOptions, momentOptions } from '../internal/adam-rule.js';
import { type DirectedOptions, directed } from '../internal/directed.js';
import { runningSum } from '../internal/running-sum.js';

export type NadamOptions = DirectedOptions &
  MomentOptions & {
    /** ψ, how fast the momentum warms up: a finite number of at least 0. Default 4e-3. */
    readonly momentumDecay?: number;
  };

/**
 * Adam with Nesterov's momentum, which warms up: with `μₜ = β₁ (1 − 0.96^{tψ} / 2)` and m, v as in `adam`,
 * `update = −learningRate · ((1 − μₜ) g / (1 − Πμ) + μₜ₊₁ m' / (1 − μₜ₊₁ Πμ)) / (√(v' / (1 − β₂ᵗ)) + ε)`, where Πμ is the
 * product of all μ so far. The decay of the weights is decoupled, and 0 by default; the learning rate is 2e-3.
 *
 * The state is `firstMoment/<path>` and `secondMoment/<path>` for each parameter.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = nadam({ learningRate: 1e-3 });
 * @see Dozat 2016, Incorporating Nesterov Momentum into Adam; as in PyTorch, whose `decoupled_weight_decay` this is
 */
export function nadam(options: NadamOptions = {}): Optimizer {
  return directed('nadam', options, {
    names: [...momentOptions, 'momentumDecay'],
    learningRate: 2e-3,
    rule: () => nadamRule('nadam', options),
  });
}

function nadamRule(
  where: string,
  { momentumDecay = 4e-3, ...moments }: NadamOptions,
): Rule<'firstMoment' | 'secondMoment', 'ahead' | 'mean' | 'epsilon'> {
  const { beta1, beta2, epsilon } = checkMoments(where, moments);
  checkNumber(where, 'momentumDecay', momentumDecay, { atLeast: 0 });
  const momentum = (t: number): number => beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay));
  const logarithms = runningSum((age) => Math.log(momentum(age + 1)));
  /** Πμ of the steps up to an age. */
  const product = (age: number): number => Math.exp(logarithms(age));
  const root = (age: number): number => Math.sqrt(1 - beta2 ** (age + 1));
  return {
    slots: { firstMoment: zerosLike, secondMoment: zerosLike },
    scalars: {
      ahead: (_, { age }) => (root(age) * (1 - momentum(age + 1))) / (1 - product(age)),
      mean: (_, { age }) => (root(age) * momentum(age + 2)) / (1 - product(age + 1)),
      epsilon: (_, { age }) => epsilon * root(age),
    },
    step: (e, { gradient, slots, scalars }) => {
      const firstMoment = e.add(e.mul(slots.firstMoment, beta1), e.mul(gradient, 1 - beta1));
      const secondMoment = e.add(e.mul(slots.secondMoment, beta2), e.mul(e.square(gradient), 1 - beta2));
      const mean = e.add(e.mul(gradient, scalars.ahead), e.mul(firstMoment, scalars.mean));
      return {
        update: e.div(mean, e.add(e.sqrt(secondMoment), scalars.epsilon)),
        slots: { firstMoment, secondMoment },
      };
    },
  };
}
