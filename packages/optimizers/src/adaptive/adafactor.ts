import { checkNumber, checkOptions, type Optimizer } from '@neurite/core';
import {
  add,
  div,
  maximum,
  mean,
  minimum,
  mul,
  rsqrt,
  sqrt,
  square,
  sub,
  type Tensor,
  zeros,
} from '@tensorflow/tfjs-core';
import { composed } from '../internal/composed.js';
import { decayOf, weightDecayOptions } from '../internal/decay-rule.js';
import type { DirectedOptions } from '../internal/directed.js';
import { learningRateOptions, rateScalar } from '../internal/learning-rate-rule.js';
import { checkedPerPath, valueAt } from '../internal/per-path.js';

export type AdafactorOptions = DirectedOptions & {
  /** The share of the means that is new in step t is `t^beta2Decay`. A finite number below 0. Default −0.8. */
  readonly beta2Decay?: number;
  /** d, how large the root mean square of a direction may be: a finite number above 0. Default 1. */
  readonly clipping?: number;
  /** ε₁, the smallest mean square that rows are divided by, and the smallest root: above 0. Default 2⁻²³. */
  readonly epsilon?: number;
  /** ε₂, the smallest size that weights count with, so that zeros may grow: above 0. Default 1e-3. */
  readonly smallest?: number;
};

/**
 * Adafactor: the second moments of a matrix as those of its rows times those of its columns, so that the state of a kernel
 * [in, out] is in + out numbers, not in · out. Steps are as long as the weights are large.
 *
 * With the share `s = t^beta2Decay`, means R of g² over the last axis and C over the one before:
 * `r' = r + s (R − r)`, `c' = c + s (C − c)`, `v' = r' c' / max(mean(r'), ε₁)`, for vectors `v' = v + s (g² − v)`,
 * `d = g / max(√v', ε₁)`, `d' = d / max(1, rms(d) / clipping)`, and
 * `update = −min(learningRate, 1/√t) · max(rms(w), ε₂) · d' − learningRate · weightDecay · w`.
 * The learning rate is 0.01 by default, the decay 0.
 *
 * The state is `rows/<path>` and `columns/<path>` for each parameter; `columns` of vectors and scalars are a scalar.
 * Composed: means over axes are no program of one element.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = adafactor({ learningRate: 0.01 });
 * @see Shazeer and Stern 2018, Adafactor: Adaptive Learning Rates with Sublinear Memory Cost; as in PyTorch
 */
export function adafactor(options: AdafactorOptions = {}): Optimizer {
  const where = 'adafactor';
  const names = ['beta2Decay', 'clipping', 'epsilon', 'smallest'];
  checkOptions(where, options, [...learningRateOptions, ...names, ...weightDecayOptions]);
  const { learningRate = 0.01, learningRateMultiplier = 1, weightDecay = 0, weightDecayMask } = options;
  const { beta2Decay = -0.8, clipping = 1, epsilon = 2 ** -23, smallest = 1e-3 } = options;
  checkNumber(where, 'beta2Decay', beta2Decay, { below: 0 });
  for (const [name, value] of Object.entries({ clipping, epsilon, smallest })) {
    checkNumber(where, name, value, { above: 0 });
  }
  const multiplierAt = checkedPerPath(where, 'learningRateMultiplier', learningRateMultiplier);
  const decayAt = decayOf(where, { weightDecay, weightDecayMask });
  return composed(where, {
    slots: {
      rows: ({ rank, shape }) => zeros(rank < 2 ? shape : [...shape.slice(0, -1), 1]),
      columns: ({ rank, shape }) => zeros(rank < 2 ? [] : [...shape.slice(0, -2), 1, shape.at(-1)!]),
    },
    scalars: {
      rate: rateScalar(where, learningRate),
      share: (_, { age }) => (age + 1) ** beta2Decay,
      bound: (_, { age }) => 1 / Math.sqrt(age + 1),
    },
    step: (entries) =>
      entries.map(({ path, gradient, parameter, slots, scalars }) => {
        const squares = square(gradient);
        const toward = (slot: Tensor, next: Tensor): Tensor => add(slot, mul(sub(next, slot), scalars.share));
        const isFactored = gradient.rank > 1;
        const rows = toward(slots.rows, isFactored ? mean(squares, -1, true) : squares);
        const columns = isFactored ? toward(slots.columns, mean(squares, -2, true)) : mul(slots.columns, 1);
        // Divided before they are multiplied: their product would leave the range of float32.
        const variance = isFactored ? mul(div(rows, maximum(mean(rows, -2, true), epsilon)), columns) : rows;
        const direction = mul(gradient, rsqrt(maximum(variance, epsilon ** 2)));
        const size = maximum(div(rootMeanSquare(direction), clipping), 1);
        const rate = mul(scalars.rate, valueAt(multiplierAt, path));
        const length = mul(minimum(rate, scalars.bound), maximum(rootMeanSquare(parameter), smallest));
        const decayed = mul(parameter, mul(rate, decayAt(path)));
        return { update: sub(mul(direction, div(length, mul(size, -1))), decayed), slots: { rows, columns } };
      }),
  });
}

function rootMeanSquare(tensor: Tensor): Tensor {
  return sqrt(mean(square(tensor)));
}
