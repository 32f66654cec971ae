import { type Blueprint, Parameter, type RandomStream, zeros as zeroInitializer } from '@neurite/core';
import { fusedGruSequence } from '@neurite/ops';
import { concat, type Rank, type Tensor1D, type Tensor3D, zeros } from '@tensorflow/tfjs-core';
import { Recurrent, recurrent } from '../internal/recurrent.js';
import type { RecurrentOptions, RecurrentOutput, RecurrentSizes } from './recurrent-options.js';

/** The options of `gru`. */
export type GruOptions<Sequences extends boolean = boolean> = RecurrentOptions<Sequences>;

/**
 * The module of `gru`: `kernel` [features, 3 · units], `recurrentKernel` [units, 3 · units] and `bias` [3 · units], with
 * the gates r, z, n side by side, and `recurrentBias` [units].
 */
export class Gru<Sequences extends boolean = false> extends Recurrent<Sequences> {
  /** What is added to n inside the product with r. Shape [units]. */
  readonly recurrentBias: Parameter<Tensor1D> | undefined;

  /** @throws ArgumentError when a size is not an integer of at least 1 */
  constructor(options: GruOptions<Sequences> & RecurrentSizes) {
    super('gru', ['r', 'z', 'n'], options);
    const { units, random, useBias = true, biasInitializer = zeroInitializer() } = options;
    this.recurrentBias = useBias
      ? new Parameter(biasInitializer([units], random.child('recurrentBias')) as Tensor1D) // of this shape
      : undefined;
  }

  protected override unroll(x: Tensor3D): Tensor3D {
    const { units, recurrentBias: bias } = this;
    const ofGates = zeros<Rank.R1>([2 * units]); // r and z have all of theirs in x
    return fusedGruSequence({
      x,
      recurrentKernel: this.recurrentKernel.value,
      recurrentBias: concat([ofGates, bias?.value ?? zeros([units])]),
      initialState: zeros([x.shape[0], units]),
    });
  }
}

/**
 * Gated recurrent unit: a recurrent layer whose state is a mixture of the one before it and a candidate, so that the
 * gradient survives many steps; three quarters of the weights of `lstm`. With h₀ = 0 and σ the sigmoid:
 *
 * `r, z = σ(xₜ · kernel + hₜ₋₁ · recurrentKernel + bias)`,
 * `n = tanh(xₜ · kernel + bias + r ⊙ (hₜ₋₁ · recurrentKernel + recurrentBias))`, each with its columns of the weights,
 * `units` for r, for z and for n in this order, `hₜ = (1 − z) ⊙ n + z ⊙ hₜ₋₁`.
 *
 * The reset gate r is applied after the product with the state, as in PyTorch, cuDNN and Keras (`reset_after`); the
 * published paper applies it before. PyTorch has a second bias for r and z too, which is only ever added to the first
 * one: their sum stands here. Keras has the gates in the order z, r, n.
 *
 * @param units how many numbers the state has: an integer of at least 1
 * @returns a blueprint that takes [time, features] to [units], or to [time, units] with `returnSequences`
 * @throws ArgumentError when `units` is not an integer of at least 1
 * @throws ShapeError from `outputSpec`, when the input shape is not [time, features]
 * @example
 * using model = build(gru(8, { returnSequences: true }), { input: [5, 3], seed: 7 });
 * const y = model.forward(ones([2, 5, 3]), inference()); // shape [2, 5, 8]
 * @see Cho et al., "Learning phrase representations using RNN encoder-decoder for statistical machine translation", 2014
 */
export function gru<Sequences extends boolean = false>(
  units: number,
  options: GruOptions<Sequences> = {},
): Blueprint<Tensor3D, RecurrentOutput<Sequences>> {
  const build = (features: number, random: RandomStream): Gru<Sequences> =>
    new Gru({ features, units, random, ...options });
  return recurrent('gru', [units, options], { gates: 3, build });
}
