import { type Blueprint, checkInteger, defineLayer, type Parameter, resolveOptions } from '@neurite/core';
import type { Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { forgetBiasOf } from '../internal/forget-bias.js';
import { cellDefaults, layerParts } from '../internal/gated-cell.js';
import { GatedLayer, SEQUENCE_DEFAULTS } from '../internal/gated-layer.js';
import { lastSize } from '../internal/sizes.js';
import { LstmCell, type LstmCellOptions, type LstmState } from './lstm-cell.js';
import type { RecurrentOptions, RecurrentOutput, RecurrentSizes } from './recurrent-options.js';

/** The options of `lstm`. */
export type LstmOptions<Sequences extends boolean = boolean> = LstmCellOptions & RecurrentOptions<Sequences>;

/**
 * The module of `lstm`: `kernel` [features, 4 · units], `recurrentKernel` [units, 4 · units] and `bias` [4 · units],
 * with the gates i, f, g, o side by side.
 */
export class Lstm<Sequences extends boolean = false> extends GatedLayer<LstmState, Sequences> {
  /** What the gates i, f, o see of the cell, [3 · units]. */
  readonly peephole: Parameter<Tensor1D> | undefined;

  /** @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown or out of its range */
  constructor({ features, units, random, ...options }: LstmOptions<Sequences> & RecurrentSizes) {
    const { returnSequences, goBackwards, forgetBias, ...weights } = resolve(units, options);
    const cell = new LstmCell({ features, units, random, ...weights, ...(weights.useBias ? { forgetBias } : {}) });
    // The cast is true, as it is false where it is left out.
    super('lstm', cell, { returnSequences: returnSequences as Sequences, goBackwards });
    this.peephole = cell.peephole;
  }
}

/**
 * Long short-term memory: a recurrent layer with a cell c that gates write, keep and read, so that the gradient
 * survives many steps. With h₀ = c₀ = 0 and σ the sigmoid:
 *
 * `i, f, g, o = σ, σ, tanh, σ (xₜ · kernel + hₜ₋₁ · recurrentKernel + bias)`, four columns of `units` in this order,
 * `cₜ = f ⊙ cₜ₋₁ + i ⊙ g`, `hₜ = o ⊙ tanh(cₜ)`; h is what comes out.
 *
 * With `peephole`, i and f also see `cₜ₋₁ · peephole`, and o sees cₜ. The order of the gates is that of PyTorch and Keras. PyTorch's two biases are one here: their sum.
 *
 * `run` takes a mask over padded steps, and the state of an earlier piece of the sequence.
 *
 * @param units the number of features of h and c: an integer of at least 1
 * @returns a blueprint that takes [time, features] to [units], or to [time, units] with `returnSequences`; the time may
 * be null
 * @throws ArgumentError when `units` is not an integer of at least 1, or an option is unknown or out of its range
 * @throws ShapeError from `outputSpec`, when the input is not [time, features], or the number of features is null
 * @example
 * const network = sequential(lstm(8, { returnSequences: true }), lstm(8), dense(1));
 * using model = build(network, { input: [5, 3], seed: 7 });
 * const y = model.forward(ones([2, 5, 3]), inference()); // [2, 1]
 * @see Hochreiter and Schmidhuber, "Long short-term memory", 1997; the forget gate is of Gers et al., "Learning to
 * forget: continual prediction with LSTM", 2000, and its first bias of Jozefowicz et al., "An empirical exploration of
 * recurrent network architectures", 2015
 */
export function lstm<Sequences extends boolean = false>(
  units: number,
  options: LstmOptions<Sequences> = {},
): Blueprint<Tensor3D, RecurrentOutput<Sequences>> {
  const { useBias, peephole, returnSequences } = resolve(units, options);
  const more = { peephole: peephole ? [3 * units] : undefined };
  return defineLayer<Tensor3D, RecurrentOutput<Sequences>>('lstm', [units, options], {
    ...layerParts('lstm', { units, gates: 4, useBias, returnSequences, more }),
    build: (input, { random }) => new Lstm<Sequences>({ features: lastSize(input), units, random, ...options }),
  });
}

function resolve(units: number, options: LstmOptions) {
  checkInteger('lstm', 'units', units, { min: 1 });
  const resolved = resolveOptions('lstm', options, {
    ...cellDefaults(),
    ...SEQUENCE_DEFAULTS,
    forgetBias: undefined,
    peephole: false,
  });
  return { ...resolved, forgetBias: forgetBiasOf('lstm', resolved) };
}
