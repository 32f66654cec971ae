import { ArgumentError, checkFunction, describeValue, formatShape, type Optimizer } from '@neurite/core';
import { add, clone, div, maximum, mul, sqrt, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { composed } from './composed.js';
import { inputAxes } from './norms.js';

/** Which weights are constrained, and together with which. */
export type ConstraintOptions = {
  /** Which parameters, by their path: `(path) => path.endsWith('kernel')`. Default: all. */
  readonly mask?: ((path: string) => boolean) | undefined;
  /**
   * The axes over which a norm is taken: integers, from the end where they are below 0; at least one, and each parameter of
   * the mask has them. Default: all but the last, so that a norm is that of the weights of one output, and all of a vector.
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
  if (axes !== undefined) checkAxes(name, axes);
  return composed(name, {
    step: (entries) =>
      entries.map(({ path, gradient, parameter }) => {
        if (mask?.(path) === false) return { update: clone(gradient) };
        const weights = add(parameter, gradient);
        const along = axes === undefined ? inputAxes(weights) : axesOf(name, path, { axes, parameter });
        const norms = sqrt(sum(square(weights), along, true));
        const next = mul(weights, div(wanted(norms), maximum(norms, SMALLEST)));
        return { update: sub(next, parameter) };
      }),
  });
}

/** @throws ArgumentError */
function checkAxes(where: string, axes: unknown): void {
  const isList = Array.isArray(axes) && axes.length > 0 && new Set(axes).size === axes.length;
  if (isList && axes.every(Number.isSafeInteger)) return;
  const expected = 'be a list of integers, each once';
  throw new ArgumentError({ where, argument: 'axes', expected, received: describeValue(axes) });
}

/** The axes of a parameter. */
function axesOf(
  where: string,
  path: string,
  { axes, parameter: { rank, shape } }: { readonly axes: readonly number[]; readonly parameter: Tensor },
): number[] {
  if (axes.every((axis) => axis >= -rank && axis < rank)) return [...axes];
  throw new ArgumentError({
    where,
    argument: 'axes',
    expected: `be among those of \`${path}\`, ${formatShape(shape)}`,
    received: describeValue(axes),
    advice: 'Leave such parameters out with mask',
  });
}
