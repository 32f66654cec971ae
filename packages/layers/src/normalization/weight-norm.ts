import { type AnyBlueprint, type AnyRank, type Blueprint, type Module, Parameter } from '@neurite/core';
import { div, mul, sqrt, square, sum, type Tensor, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import { asMatrix, Reparametrized, reparametrized, type Target } from '../internal/reparametrized.js';

/** The module of `weightNorm`. */
export class WeightNorm<In = Tensor, Out = Tensor> extends Reparametrized<In, Out> {
  /** The length of each output's weights, [units], by kernel. */
  readonly magnitude: Readonly<Record<string, Parameter<Tensor1D>>>;

  /**
   * @param options inner: its kernels keep the directions; this module owns it from now on
   * @throws ArgumentError when it has no kernel
   */
  constructor({ inner }: { readonly inner: Module<In, Out> }) {
    super('weightNorm', inner);
    this.magnitude = Object.fromEntries(
      this.targets.map(({ name, parameter }) => [name, new Parameter(tidy(() => lengthsOf(parameter.value)))]),
    );
  }

  protected override effective({ name, parameter }: Target): Tensor {
    const kernel = parameter.value;
    return mul(kernel, div(this.magnitude[name]!.value, lengthsOf(kernel)));
  }
}

/** √Σ w² of each output. */
function lengthsOf(kernel: Tensor): Tensor1D {
  return sqrt(sum(square(asMatrix(kernel)), 0)) as Tensor1D; // of the columns
}

/**
 * Weight normalization of the kernels of a layer: `kernel = magnitude · v / ‖v‖`, with a length for each output and a
 * direction v, which are trained apart. At first the layer is what it was.
 *
 * Kernels are all parameters whose names end in `kernel`; their last axis counts outputs.
 *
 * @param inner the layer, or a network; its kernels hold the directions
 * @returns a blueprint for the inputs of `inner`, with `inner`'s parameters and `magnitude.<kernel>`
 * @throws ArgumentError from `build`, when there is no kernel
 * @example
 * using model = build(weightNorm(dense(3)), { input: [4], seed: 7 }); // magnitude.kernel [3], inner.kernel [4, 3]
 * @see Salimans and Kingma, "Weight normalization", 2016
 */
export function weightNorm(inner: AnyRank): AnyRank;
export function weightNorm<In, Out>(inner: Blueprint<In, Out>): Blueprint<In, Out>;
export function weightNorm(inner: AnyBlueprint): AnyBlueprint {
  return reparametrized('weightNorm', [inner], {
    added: { magnitude: (kernel) => kernel.slice(-1) },
    build: (module) => new WeightNorm({ inner: module }),
  });
}
