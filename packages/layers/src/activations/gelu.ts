import { type AnyRank, checkChoice, resolveOptions } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { gated } from '../internal/gated.js';
import { Tokenwise } from '../internal/tokenwise.js';
import type { FusedBefore } from '../wiring/fused-layer.js';

/** The options of `gelu`. */
export type GeluOptions = {
  /** `none`: exact, with the error function; `tanh`: the paper's approximation, as in GPT-2. Default `none`. */
  readonly approximation?: 'none' | 'tanh';
};

/** The module of `gelu`. */
export class Gelu<T extends Tensor = Tensor> extends Tokenwise<T> implements FusedBefore {
  readonly approximation: 'none' | 'tanh';

  /** @throws ArgumentError when the approximation is neither `none` nor `tanh`, or an option is unknown */
  constructor(options: GeluOptions = {}) {
    super();
    const { approximation } = resolveOptions('gelu', options, { approximation: 'none' });
    checkChoice('gelu', 'approximation', approximation, ['none', 'tanh']);
    this.approximation = approximation;
  }

  /** A layer before it may apply it itself. */
  get fusedActivation(): 'gelu' | 'geluTanh' {
    return this.approximation === 'none' ? 'gelu' : 'geluTanh';
  }

  /**
   * @param x any shape with at least one axis
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return gated(x, this.fusedActivation);
  }
}

/**
 * Gaussian error linear unit: `x · Φ(x)`, Φ the distribution function of the standard normal distribution.
 *
 * `none`: `x/2 · (1 + erf(x/√2))`; `tanh`: `x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))`, at most 0.0005 away from it.
 *
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when the approximation is neither `none` nor `tanh`, or an option is unknown
 * @example
 * using model = build(gelu(), { input: [1] });
 * const y = model.forward(tensor2d([[1]]), inference()); // [[0.8413]]
 * @see Hendrycks and Gimpel, "Gaussian error linear units (GELUs)", 2016
 */
export function gelu(options: GeluOptions = {}): AnyRank {
  new Gelu(options); // so that a wrong approximation is an error here, at the call
  return elementwise('gelu', [options], () => new Gelu(options));
}
