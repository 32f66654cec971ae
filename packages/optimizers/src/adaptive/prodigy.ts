import { checkBoolean, checkNumber, checkOptions, type Optimizer } from '@neurite/core';
import {
  abs,
  add,
  addN,
  clone,
  div,
  equal,
  fill,
  max,
  maximum,
  mul,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  where,
  zeros,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { checkMoments, type MomentOptions, momentOptions } from '../internal/adam-rule.js';
import { composed } from '../internal/composed.js';
import { decayOf, weightDecayOptions } from '../internal/decay-rule.js';
import type { DirectedOptions } from '../internal/directed.js';
import { rateScalar } from '../internal/learning-rate-rule.js';

export type ProdigyOptions = Omit<DirectedOptions, 'learningRateMultiplier'> &
  MomentOptions & {
    /** d₀, the first estimate of the distance: a finite number above 0. Default 1e-6. */
    readonly initialDistance?: number;
    /** What the estimate is multiplied with, for larger or smaller steps: a finite number above 0. Default 1. */
    readonly coefficient?: number;
    /** Whether the estimate stays low while the learning rate warms up. Default false. */
    readonly safeguardWarmup?: boolean;
  };

/**
 * Prodigy: Adam that finds its learning rate, from an estimate d of how far the weights w are from where they began, w₀.
 * With the rate `η = d · learningRate`, and β₃ = √β₂: `r' = β₃r + (d/d₀) η ⟨g, w₀ − w⟩`, `s' = β₃s + (d/d₀) η g`,
 * `d' = max(d, coefficient · r' / ‖s'‖₁)`, `m' = β₁m + (1 − β₁)dg`, `v' = β₂v + (1 − β₂)d²g²`,
 * `update = −η (m' / (√v' + d'ε) + weightDecay · w)`. The learning rate is 1 by default and best left so, or a schedule
 * that begins or ends at 1; the decay is 0. Sums are over all parameters together.
 *
 * The state is, for each parameter, `firstMoment/<path>`, `secondMoment/<path>`, `weighted/<path>` (s), `initial/<path>`
 * (w₀), and the scalars `numerator/<path>` (its part of r) and `distance/<path>` (d, the same for all). Composed: sums over
 * all parameters are no program of one element.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = prodigy({ learningRate: cosineDecay({ initial: 1, steps: 10_000 }), weightDecay: 0.01 });
 * @see Mishchenko and Defazio 2024, Prodigy: An Expeditiously Adaptive Parameter-Free Learner; as in `prodigyopt`, without
 *   a bound of the growth
 */
export function prodigy(options: ProdigyOptions = {}): Optimizer {
  const name = 'prodigy';
  const names = ['initialDistance', 'coefficient', 'safeguardWarmup', ...momentOptions];
  checkOptions(name, options, ['learningRate', ...names, ...weightDecayOptions]);
  const { learningRate = 1, weightDecay = 0, weightDecayMask } = options;
  const { initialDistance = 1e-6, coefficient = 1, safeguardWarmup = false } = options;
  const { beta1, beta2, epsilon } = checkMoments(name, options);
  const beta3 = Math.sqrt(beta2);
  checkNumber(name, 'initialDistance', initialDistance, { above: 0 });
  checkNumber(name, 'coefficient', coefficient, { above: 0 });
  checkBoolean(name, 'safeguardWarmup', safeguardWarmup);
  const decayAt = decayOf(name, { weightDecay, weightDecayMask });
  return composed(name, {
    isJoint: true,
    slots: {
      firstMoment: zerosLike,
      secondMoment: zerosLike,
      weighted: zerosLike,
      initial: clone,
      numerator: () => zeros([]),
      distance: () => fill([], initialDistance),
    },
    scalars: { rate: rateScalar(name, learningRate) },
    step: (entries) => {
      if (entries.length === 0) return [];
      // A parameter that joined later begins with d₀; the distance is that of all.
      const distance = max(stack(entries.map(({ slots }) => slots.distance)));
      const growth = div(distance, initialDistance);
      const moved = entries.map(({ gradient, parameter, slots, scalars }) => {
        const rate = mul(distance, scalars.rate);
        const along = sum(mul(gradient, sub(slots.initial, parameter)));
        const numerator = add(mul(slots.numerator, beta3), mul(mul(growth, rate), along));
        const weight = mul(growth, safeguardWarmup ? distance : rate);
        const scaled = mul(gradient, distance);
        return {
          rate,
          numerator,
          weighted: add(mul(slots.weighted, beta3), mul(gradient, weight)),
          firstMoment: add(mul(slots.firstMoment, beta1), mul(scaled, 1 - beta1)),
          secondMoment: add(mul(slots.secondMoment, beta2), mul(square(scaled), 1 - beta2)),
        };
      });
      const numerator = total(moved.map((one) => one.numerator));
      const denominator = total(moved.map(({ weighted }) => sum(abs(weighted))));
      const isStill = equal(denominator, 0); // gradients of zeros so far, or a learning rate of 0
      const estimate = div(mul(numerator, coefficient), where(isStill, fill([], 1), denominator));
      const next = maximum(distance, estimate);
      return entries.map(({ path, parameter, slots }, i) => {
        const { rate, ...own } = moved[i]!;
        const direction = div(own.firstMoment, add(sqrt(own.secondMoment), mul(next, epsilon)));
        const update = mul(add(direction, mul(parameter, decayAt(path))), mul(rate, -1));
        return { update, slots: { ...own, initial: clone(slots.initial), distance: clone(next) } };
      });
    },
  });
}

function total(parts: readonly Tensor[]): Tensor {
  return addN([...parts]);
}
