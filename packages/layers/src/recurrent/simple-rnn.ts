import type { Blueprint, RandomStream } from '@neurite/core';
import {
  add,
  matMul,
  relu,
  stack,
  type Tensor2D,
  type Tensor3D,
  tanh,
  tidy,
  unstack,
  zeros,
} from '@tensorflow/tfjs-core';
import { assertOneOf } from '../internal/arguments.js';
import { Recurrent, recurrent } from '../internal/recurrent.js';
import type { RecurrentOptions, RecurrentOutput, RecurrentSizes } from './recurrent-options.js';

/** The options of `simpleRnn`. */
export type SimpleRnnOptions<Sequences extends boolean = boolean> = RecurrentOptions<Sequences> & {
  /** What is applied to the sum at each time. Default `tanh`. */
  readonly activation?: 'tanh' | 'relu';
};

/**
 * The module of `simpleRnn`: `kernel` [features, units], `recurrentKernel` [units, units] and `bias` [units].
 */
export class SimpleRnn<Sequences extends boolean = false> extends Recurrent<Sequences> {
  readonly activation: 'tanh' | 'relu';

  /** @throws ArgumentError when a size is not an integer of at least 1, or the activation is another */
  constructor(options: SimpleRnnOptions<Sequences> & RecurrentSizes) {
    const { activation = 'tanh' } = options;
    checkActivation(activation);
    super('simpleRnn', ['h'], options);
    this.activation = activation;
  }

  protected override unroll(x: Tensor3D): Tensor3D {
    const activate = this.activation === 'tanh' ? tanh : relu;
    const recurrentKernel = this.recurrentKernel.value;
    let state: Tensor2D = zeros([x.shape[0], this.units]);
    const states = unstack(x, 1).map((step) => {
      // A scope for each time, so that outside of training only the states live on.
      state = tidy(() => activate<Tensor2D>(add(step, matMul(state, recurrentKernel))));
      return state;
    });
    return stack(states, 1) as Tensor3D; // of rank 2 each
  }
}

/**
 * The plain recurrent layer: `hₜ = tanh(xₜ · kernel + hₜ₋₁ · recurrentKernel + bias)`, h₀ = 0.
 *
 * It forgets within some ten steps, as the gradient through many of them vanishes; `lstm` and `gru` were made against
 * that. With `relu` keep the recurrent kernel near the identity. PyTorch's two biases are one here: their sum.
 *
 * @param units how many numbers the state has: an integer of at least 1
 * @returns a blueprint that takes [time, features] to [units], or to [time, units] with `returnSequences`
 * @throws ArgumentError when `units` is not an integer of at least 1, or the activation is another
 * @throws ShapeError from `outputSpec`, when the input shape is not [time, features]
 * @example
 * using model = build(simpleRnn(8), { input: [5, 3], seed: 7 });
 * const y = model.forward(ones([2, 5, 3]), inference()); // shape [2, 8]
 * @see Elman, "Finding structure in time", 1990
 */
export function simpleRnn<Sequences extends boolean = false>(
  units: number,
  options: SimpleRnnOptions<Sequences> = {},
): Blueprint<Tensor3D, RecurrentOutput<Sequences>> {
  const { activation = 'tanh' } = options;
  checkActivation(activation);
  const build = (features: number, random: RandomStream): SimpleRnn<Sequences> =>
    new SimpleRnn({ features, units, random, ...options });
  return recurrent('simpleRnn', [units, options], { gates: 1, build });
}

function checkActivation(activation: string): void {
  assertOneOf('simpleRnn', 'activation', activation, ['tanh', 'relu']);
}
