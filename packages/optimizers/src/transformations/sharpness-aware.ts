import { checkNumber, type Optimizer, resolveOptions } from '@neurite/core';
import { abs, add, clone, div, mul, square, type Tensor } from '@tensorflow/tfjs-core';
import { composed } from '../internal/composed.js';
import { globalNorm } from '../internal/norms.js';

export type SharpnessAwareOptions = {
  /** ρ, how far the weights are moved up the gradient: a finite number above 0. Default 0.05. */
  readonly radius?: number;
  /** Whether each weight is moved in proportion to its size (ASAM, where ρ is ten times as large). Default false. */
  readonly adaptive?: boolean;
};

/** Keeps gradients of zeros from 0/0. */
const EPSILON = 1e-12;

/**
 * Sharpness-aware minimization (SAM): replaces the gradient g at the weights w by that at `w + ρg / ‖g‖`, where the loss is
 * about the largest nearby, for the same batch. With `adaptive` that is `w + ρw²g / ‖wg‖`. Put it first in a `chain`.
 *
 * A step computes two passes, and takes twice as long. Composed: norms and passes are no program of one element.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients that do not fit
 * @example
 * const optimizer = chain(sharpnessAware({ radius: 0.05 }), sgd({ learningRate: 0.1, momentum: 0.9 }));
 * @see Foret et al. 2021, Sharpness-Aware Minimization for Efficiently Improving Generalization; Kwon et al. 2021, ASAM,
 *   whose η is 0 here
 */
export function sharpnessAware(options: SharpnessAwareOptions = {}): Optimizer {
  const { radius, adaptive } = resolveOptions('sharpnessAware', options, { radius: 0.05, adaptive: false });
  checkNumber('sharpnessAware', 'radius', radius, { above: 0 });
  return composed('sharpnessAware', {
    step: (entries, { evaluate }) => {
      const uphill = entries.map(
        ({ gradient, parameter }): Tensor => (adaptive ? mul(gradient, abs(parameter)) : gradient),
      );
      const factor = div(radius, add(globalNorm(uphill), EPSILON));
      const moved = entries.map(({ path, gradient, parameter }) => {
        const direction = adaptive ? mul(gradient, square(parameter)) : gradient;
        return [path, add(parameter, mul(direction, factor))] as const;
      });
      const { gradients } = evaluate(Object.fromEntries(moved));
      return entries.map(({ path }) => ({ update: clone(gradients[path]!) }));
    },
  });
}
