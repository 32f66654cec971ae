import { type Blueprint, checkChoice, checkInteger, defineLayer, resolveOptions } from '@neurite/core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { cellDefaults, layerParts } from '../internal/gated-cell.js';
import { GatedLayer, SEQUENCE_DEFAULTS } from '../internal/gated-layer.js';
import { lastSize } from '../internal/sizes.js';
import type { RecurrentOptions, RecurrentOutput, RecurrentSizes } from './recurrent-options.js';
import { SimpleRnnCell, type SimpleRnnCellOptions } from './simple-rnn-cell.js';

/** The options of `simpleRnn`. */
export type SimpleRnnOptions<Sequences extends boolean = boolean> = SimpleRnnCellOptions & RecurrentOptions<Sequences>;

/**
 * The module of `simpleRnn`: `kernel` [features, units], `recurrentKernel` [units, units] and `bias` [units].
 */
export class SimpleRnn<Sequences extends boolean = false> extends GatedLayer<Tensor2D, Sequences> {
  readonly activation: 'tanh' | 'relu';

  /** @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown or out of its range */
  constructor({ features, units, random, ...options }: SimpleRnnOptions<Sequences> & RecurrentSizes) {
    const { returnSequences, goBackwards, ...weights } = resolve(units, options);
    const cell = new SimpleRnnCell({ features, units, random, ...weights });
    // The cast is true, as it is false where it is left out.
    super('simpleRnn', cell, { returnSequences: returnSequences as Sequences, goBackwards });
    this.activation = cell.activation;
  }
}

/**
 * The plain recurrent layer: `hₜ = tanh(xₜ · kernel + hₜ₋₁ · recurrentKernel + bias)`, h₀ = 0.
 *
 * It forgets within some ten steps, as the gradient through many of them vanishes; `lstm` and `gru` were made against
 * that. With `relu` keep the recurrent kernel near the identity. PyTorch's two biases are one here: their sum.
 *
 * `run` takes a mask over padded steps, and the state of an earlier piece of the sequence.
 *
 * @param units the number of features of the state: an integer of at least 1
 * @returns a blueprint that takes [time, features] to [units], or to [time, units] with `returnSequences`; the time may
 * be null
 * @throws ArgumentError when `units` is not an integer of at least 1, or an option is unknown or out of its range
 * @throws ShapeError from `outputSpec`, when the input is not [time, features], or the number of features is null
 * @example
 * using model = build(simpleRnn(8), { input: [5, 3], seed: 7 });
 * const y = model.forward(ones([2, 5, 3]), inference()); // [2, 8]
 * @see Elman, "Finding structure in time", 1990
 */
export function simpleRnn<Sequences extends boolean = false>(
  units: number,
  options: SimpleRnnOptions<Sequences> = {},
): Blueprint<Tensor3D, RecurrentOutput<Sequences>> {
  const { useBias, returnSequences } = resolve(units, options);
  return defineLayer<Tensor3D, RecurrentOutput<Sequences>>('simpleRnn', [units, options], {
    ...layerParts('simpleRnn', { units, gates: 1, useBias, returnSequences }),
    build: (input, { random }) => new SimpleRnn<Sequences>({ features: lastSize(input), units, random, ...options }),
  });
}

function resolve(units: number, options: SimpleRnnOptions) {
  checkInteger('simpleRnn', 'units', units, { min: 1 });
  const defaults = { ...cellDefaults(), ...SEQUENCE_DEFAULTS, activation: 'tanh' } as const;
  const resolved = resolveOptions('simpleRnn', options, defaults);
  checkChoice('simpleRnn', 'activation', resolved.activation, ['tanh', 'relu']);
  return resolved;
}
