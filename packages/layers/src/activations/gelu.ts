import { Module, type ShapePreservingBlueprint } from '@neurite/core';
import type { FusedActivation } from '@neurite/ops';
import type { Tensor } from '@tensorflow/tfjs-core';
import { assertOneOf } from '../internal/arguments.js';
import { fuses } from '../internal/fusion.js';
import { gated } from '../internal/gated.js';
import { shapePreserving } from '../internal/shape-preserving.js';

/** The options of `gelu`. */
export type GeluOptions = {
  /** `none`: exact, with the error function; `tanh`: the paper's approximation, as in GPT-2. Default `none`. */
  readonly approximation?: 'none' | 'tanh';
};

/** The module of `gelu`. */
export class Gelu<T extends Tensor = Tensor> extends Module<T, T> {
  readonly approximation: 'none' | 'tanh';
  readonly #activation: FusedActivation;

  /** @throws ArgumentError when the approximation is neither `none` nor `tanh` */
  constructor({ approximation = 'none' }: GeluOptions = {}) {
    super();
    assertOneOf('gelu', 'approximation', approximation, ['none', 'tanh']);
    this.approximation = approximation;
    this.#activation = approximation === 'none' ? 'gelu' : 'geluTanh';
    fuses(this, Gelu, this.#activation);
  }

  /**
   * @param x any shape with an axis at least
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return gated(x, this.#activation);
  }
}

/**
 * Gaussian error linear unit: `x · Φ(x)`, Φ the distribution function of the standard normal distribution.
 *
 * `none`: `x/2 · (1 + erf(x/√2))`; `tanh`: `x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))`, at most 0.0005 away from it.
 *
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when the approximation is neither `none` nor `tanh`
 * @example
 * using model = build(gelu(), { inputShape: [1] });
 * const y = model.forward(tensor2d([[1]]), inference()); // [[0.8413]]
 * @see Hendrycks and Gimpel, "Gaussian error linear units (GELUs)", 2016
 */
export function gelu(options: GeluOptions = {}): ShapePreservingBlueprint {
  new Gelu(options); // so that a wrong approximation is an error here, at the call
  return shapePreserving('gelu', () => new Gelu(options));
}
