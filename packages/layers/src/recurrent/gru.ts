import { type Blueprint, checkInteger, defineLayer, type Parameter, resolveOptions } from '@neurite/core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { cellDefaults, layerParts } from '../internal/gated-cell.js';
import { GatedLayer, SEQUENCE_DEFAULTS } from '../internal/gated-layer.js';
import { lastSize } from '../internal/sizes.js';
import { GruCell, type GruCellOptions } from './gru-cell.js';
import type { RecurrentOptions, RecurrentOutput, RecurrentSizes } from './recurrent-options.js';

/** The options of `gru`. */
export type GruOptions<Sequences extends boolean = boolean> = GruCellOptions & RecurrentOptions<Sequences>;

/**
 * The module of `gru`: `kernel` [features, 3 · units], `recurrentKernel` [units, 3 · units] and `bias` [3 · units], with
 * the gates r, z, n side by side, and `recurrentBias` [units].
 */
export class Gru<Sequences extends boolean = false> extends GatedLayer<Tensor2D, Sequences> {
  /** What is added to n inside the product with r, [units]. */
  readonly recurrentBias: Parameter<Tensor1D> | undefined;

  /** @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown */
  constructor({ features, units, random, ...options }: GruOptions<Sequences> & RecurrentSizes) {
    const { returnSequences, goBackwards, ...weights } = resolve(units, options);
    const cell = new GruCell({ features, units, random, ...weights });
    // The cast is true, as it is false where it is left out.
    super('gru', cell, { returnSequences: returnSequences as Sequences, goBackwards });
    this.recurrentBias = cell.recurrentBias;
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
 * The reset gate r is applied after the product with the state, as in PyTorch, cuDNN and Keras (`reset_after`); with
 * `resetAfter: false` before it, as in the published paper: `n = tanh(xₜ · kernel + bias + (r ⊙ hₜ₋₁) · recurrentKernel)`. PyTorch and Keras have a second bias for r and z too, which is only ever added to the
 * first one: their sum stands here. Keras has the gates in the order z, r, n.
 *
 * `run` takes a mask over padded steps, and the state of an earlier piece of the sequence.
 *
 * @param units the number of features of the state: an integer of at least 1
 * @returns a blueprint that takes [time, features] to [units], or to [time, units] with `returnSequences`; the time may
 * be null
 * @throws ArgumentError when `units` is not an integer of at least 1, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is not [time, features], or the number of features is null
 * @example
 * using model = build(gru(8, { returnSequences: true }), { input: [5, 3], seed: 7 });
 * const y = model.forward(ones([2, 5, 3]), inference()); // [2, 5, 8]
 * @see Cho et al., "Learning phrase representations using RNN encoder-decoder for statistical machine translation", 2014
 */
export function gru<Sequences extends boolean = false>(
  units: number,
  options: GruOptions<Sequences> = {},
): Blueprint<Tensor3D, RecurrentOutput<Sequences>> {
  const { useBias, resetAfter, returnSequences } = resolve(units, options);
  const more = { recurrentBias: useBias && resetAfter ? [units] : undefined };
  return defineLayer<Tensor3D, RecurrentOutput<Sequences>>('gru', [units, options], {
    ...layerParts('gru', { units, gates: 3, useBias, returnSequences, more }),
    build: (input, { random }) => new Gru<Sequences>({ features: lastSize(input), units, random, ...options }),
  });
}

function resolve(units: number, options: GruOptions) {
  checkInteger('gru', 'units', units, { min: 1 });
  return resolveOptions('gru', options, { ...cellDefaults(), resetAfter: true, ...SEQUENCE_DEFAULTS });
}
