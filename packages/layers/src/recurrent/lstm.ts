import { ArgumentError, type Blueprint, type RandomStream } from '@neurite/core';
import { fusedLstmSequence } from '@neurite/ops';
import { add, concat, fill, type Rank, type Tensor1D, type Tensor3D, tidy, zeros } from '@tensorflow/tfjs-core';
import { Recurrent, recurrent } from '../internal/recurrent.js';
import type { RecurrentOptions, RecurrentOutput, RecurrentSizes } from './recurrent-options.js';

/** The options of `lstm`. */
export type LstmOptions<Sequences extends boolean = boolean> = RecurrentOptions<Sequences> & {
  /**
   * Added to the first bias of the forget gate, a finite number; without biases it is not to be given. Default 1 as in
   * Keras, so that the cell remembers from the beginning; 0 as in PyTorch.
   */
  readonly forgetBias?: number;
};

/**
 * The module of `lstm`: `kernel` [features, 4 · units], `recurrentKernel` [units, 4 · units] and `bias` [4 · units],
 * with the gates i, f, g, o side by side.
 */
export class Lstm<Sequences extends boolean = false> extends Recurrent<Sequences> {
  /** @throws ArgumentError when a size is not an integer of at least 1, or `forgetBias` is out of place */
  constructor(options: LstmOptions<Sequences> & RecurrentSizes) {
    const forgetBias = check(options);
    super('lstm', ['i', 'f', 'g', 'o'], options);
    this.bias?.assign(
      tidy(() => {
        const { units } = this;
        const more = concat([zeros<Rank.R1>([units]), fill<Rank.R1>([units], forgetBias), zeros<Rank.R1>([2 * units])]);
        return add<Tensor1D>(this.bias!.value, more);
      }),
    );
  }

  protected override unroll(x: Tensor3D): Tensor3D {
    const zero = zeros([x.shape[0], this.units]);
    const recurrentKernel = this.recurrentKernel.value;
    return fusedLstmSequence({ x, recurrentKernel, initialState: zero, initialCell: zero }).outputs;
  }
}

/**
 * Long short-term memory: a recurrent layer with a cell c that gates write, keep and read, so that the gradient
 * survives many steps. With h₀ = c₀ = 0 and σ the sigmoid:
 *
 * `i, f, g, o = σ, σ, tanh, σ (xₜ · kernel + hₜ₋₁ · recurrentKernel + bias)`, four columns of `units` in this order,
 * `cₜ = f ⊙ cₜ₋₁ + i ⊙ g`, `hₜ = o ⊙ tanh(cₜ)`; h is what comes out.
 *
 * The order of the gates is that of PyTorch and Keras. PyTorch's two biases are one here: their sum.
 *
 * @param units how many numbers h and c have: an integer of at least 1
 * @returns a blueprint that takes [time, features] to [units], or to [time, units] with `returnSequences`
 * @throws ArgumentError when `units` is not an integer of at least 1, or `forgetBias` is not finite or has no bias
 * @throws ShapeError from `outputSpec`, when the input shape is not [time, features]
 * @example
 * const network = sequential(lstm(8, { returnSequences: true }), lstm(8), dense(1));
 * using model = build(network, { input: [5, 3], seed: 7 });
 * const y = model.forward(ones([2, 5, 3]), inference()); // shape [2, 1]
 * @see Hochreiter and Schmidhuber, "Long short-term memory", 1997; the forget gate is of Gers et al., "Learning to
 * forget: continual prediction with LSTM", 2000, and its first bias of Jozefowicz et al., "An empirical exploration of
 * recurrent network architectures", 2015
 */
export function lstm<Sequences extends boolean = false>(
  units: number,
  options: LstmOptions<Sequences> = {},
): Blueprint<Tensor3D, RecurrentOutput<Sequences>> {
  check(options);
  const build = (features: number, random: RandomStream): Lstm<Sequences> =>
    new Lstm({ features, units, random, ...options });
  return recurrent('lstm', [units, options], { gates: 4, build });
}

/** @returns the forget bias */
function check({ useBias = true, forgetBias }: LstmOptions): number {
  const refuse = (expected: string): never => {
    throw new ArgumentError({ where: 'lstm', argument: 'forgetBias', expected, received: String(forgetBias) });
  };
  if (forgetBias !== undefined && !useBias) refuse('be left out where `useBias` is false');
  if (forgetBias !== undefined && !Number.isFinite(forgetBias)) refuse('be a finite number');
  return forgetBias ?? 1;
}
