import { checkNumber, type Optimizer, resolveOptions } from '@neurite/core';
import { add, div, maximum, minimum, mul, sub } from '@tensorflow/tfjs-core';
import { composed } from '../internal/composed.js';
import { unitNorms } from '../internal/norms.js';

export type AdaptiveClipOptions = {
  /** λ, the largest norm of a gradient in parts of that of its weights: a finite number above 0. Default 0.01. */
  readonly clipping?: number;
  /** The smallest norm that weights count with, so that zeros may grow: a finite number above 0. Default 1e-3. */
  readonly epsilon?: number;
};

/**
 * Clips gradients by the size of what they change: for the weights w that lead to one output (all axes but the last, or a
 * whole vector) and their gradient g, `g · min(1, λ · max(‖w‖, ε) / ‖g‖)`. Put it before an optimizer with `chain`.
 *
 * A norm that is not finite makes the gradient NaN. Composed: norms are no program of one element.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients that do not fit
 * @example
 * const optimizer = chain(adaptiveClip({ clipping: 0.02 }), sgd({ learningRate: 0.1, momentum: 0.9 }));
 * @see Brock et al. 2021, High-Performance Large-Scale Image Recognition Without Normalization; there the last layer is
 *   left out, which is `partition` here
 */
export function adaptiveClip(options: AdaptiveClipOptions = {}): Optimizer {
  const { clipping, epsilon } = resolveOptions('adaptiveClip', options, { clipping: 0.01, epsilon: 1e-3 });
  checkNumber('adaptiveClip', 'clipping', clipping, { above: 0 });
  checkNumber('adaptiveClip', 'epsilon', epsilon, { above: 0 });
  return composed('adaptiveClip', {
    step: (entries) =>
      entries.map(({ gradient, parameter }) => {
        const norm = unitNorms(gradient);
        const allowed = mul(maximum(unitNorms(parameter), epsilon), clipping);
        const factor = add(minimum(div(allowed, norm), 1), sub(norm, norm));
        return { update: mul(gradient, factor) };
      }),
  });
}
