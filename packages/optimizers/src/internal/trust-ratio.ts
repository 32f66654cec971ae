import type { Optimizer } from '@neurite/core';
import { add, clone, div, equal, logicalOr, mul, onesLike, where } from '@tensorflow/tfjs-core';
import { composed } from './composed.js';
import { normOf } from './norms.js';

type Options = {
  readonly coefficient: number;
  readonly epsilon: number;
  /** The parameters whose direction is scaled, by their path. Default: all. */
  readonly mask?: ((path: string) => boolean) | undefined;
};

/** See `scaleByTrustRatio`. */
export function trustRatio(name: string, { coefficient, epsilon, mask }: Options): Optimizer {
  return composed(name, {
    step: (entries) =>
      entries.map(({ path, gradient, parameter }) => {
        if (mask?.(path) === false) return { update: clone(gradient) };
        const [weights, direction] = [normOf(parameter), normOf(gradient)];
        const isZero = logicalOr(equal(weights, 0), equal(direction, 0));
        // The product is 0, or NaN for an infinite norm, whose quotient would be 0 and would stop the training in silence.
        const ratio = div(mul(weights, coefficient), add(direction, epsilon));
        const guarded = add(ratio, mul(direction, 0));
        return { update: mul(gradient, where(isZero, onesLike(ratio), guarded)) };
      }),
  });
}
