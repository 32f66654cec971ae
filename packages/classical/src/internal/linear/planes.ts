import type { SavedEstimator } from '@neurite/core';
import { checkInteger, checkNumber, resolveOptions } from '@neurite/core/checks';
import { FormatError } from '@neurite/core/errors';
import type { LinearOptions } from '../../linear/linear-options.js';
import { type ClassWeights, checkClassWeights } from '../class-targets.js';
import { readSaved } from '../saved.js';

/** What logistic regression and linear support vector machines have in common. */
export type PlaneOptions = LinearOptions & {
  /**
   * By what the weights of the rows of each class are multiplied: a number of at least 0 for each class, or `'balanced'`
   * for rows / (classes × rows of the class). Default: 1 each.
   */
  readonly classWeights?: ClassWeights;
  /** Ends when no element of the gradient, divided by the sum of the weights, is larger. At least 0. Default 1e-4. */
  readonly tolerance?: number;
  /** How many steps of L-BFGS are taken at most. At least 1. Default 1000. */
  readonly maxIterations?: number;
};

/** The planes between classes: outputs × columns, and one intercept for each output. */
export type Planes = { readonly coefficients: Float64Array; readonly intercepts: Float64Array };

type Rules = {
  readonly c: number;
  readonly intercept: boolean;
  readonly classWeights: ClassWeights | undefined;
  readonly tolerance: number;
  readonly maxIterations: number;
};

/**
 * @param mayBeFree whether `c` may be infinite: coefficients cost nothing then
 * @throws ArgumentError when an option is unknown or out of bounds
 */
export function resolvePlanes(
  kind: string,
  options: PlaneOptions & { readonly c?: number },
  mayBeFree: boolean,
): Rules {
  const rules = resolveOptions(kind, options, {
    c: 1,
    intercept: true,
    classWeights: undefined,
    tolerance: 1e-4,
    maxIterations: 1000,
  });
  if (!(mayBeFree && rules.c === Infinity)) checkNumber(kind, 'c', rules.c, { above: 0 });
  checkClassWeights(kind, rules.classWeights);
  checkNumber(kind, 'tolerance', rules.tolerance, { atLeast: 0 });
  checkInteger(kind, 'maxIterations', rules.maxIterations, { min: 1 });
  return rules;
}

export function savePlanes(kind: string, version: number, { coefficients, intercepts }: Planes): SavedEstimator {
  return { json: { kind, version }, arrays: { coefficients, intercepts } };
}

/** @throws FormatError when it is of another kind, or damaged */
export function restorePlanes(kind: string, version: number, saved: SavedEstimator): Planes {
  readSaved(saved, { kind, version, names: ['coefficients', 'intercepts'] });
  const { coefficients, intercepts } = saved.arrays as Record<'coefficients' | 'intercepts', Float64Array>; // checked
  if (coefficients.length === 0 || intercepts.length === 0 || coefficients.length % intercepts.length !== 0) {
    const received = `${coefficients.length} and ${intercepts.length}`;
    const expected = 'have as many coefficients for each intercept';
    throw new FormatError({ where: `${kind}.restore`, argument: 'saved', expected, received });
  }
  return { coefficients, intercepts };
}
