import { checkFunction, checkInteger, type Optimizer } from '@neurite/core';
import { add, clone, div, maximum, mul, sqrt, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { composed } from './composed.js';
import { inputAxes } from './norms.js';

/** Which weights are constrained, and together with which. */
export type ConstraintOptions = {
  /** Which parameters, by their path: `(path) => path.endsWith('kernel')`. Default: all. */
  readonly mask?: ((path: string) => boolean) | undefined;
  /**
   * The axes over which a norm is taken. Default: all but the last, so that a norm is that of the weights of one output,
   * and all of a vector.
   */
  readonly axes?: readonly number[] | undefined;
};

/** The smallest norm that weights are divided by, so that zeros stay zeros. */
const SMALLEST = 1e-30;

/**
 * A link after which the norms of the weights are what `wanted` makes of them.
 *
 * @param wanted the norms that they shall have, of the norms that they have
 */
export function constrained(
  name: string,
  { mask, axes }: ConstraintOptions,
  wanted: (norms: Tensor) => Tensor,
): Optimizer {
  if (mask !== undefined) checkFunction(name, 'mask', mask);
  axes?.forEach((axis, i) => void checkInteger(name, `axes[${i}]`, axis));
  return composed(name, {
    step: (entries) =>
      entries.map(({ path, gradient, parameter }) => {
        if (mask?.(path) === false) return { update: clone(gradient) };
        const weights = add(parameter, gradient);
        const norms = sqrt(sum(square(weights), axes === undefined ? inputAxes(weights) : [...axes], true));
        const next = mul(weights, div(wanted(norms), maximum(norms, SMALLEST)));
        return { update: sub(next, parameter) };
      }),
  });
}
