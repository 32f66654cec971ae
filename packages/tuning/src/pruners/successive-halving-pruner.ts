import { checkInteger, resolveOptions } from '@neurite/core';
import { makeHalving } from '../internal/halving.js';
import type { Pruner } from './pruner.js';

export type SuccessiveHalvingOptions = {
  /** The first step at which trials are compared: at least 1. Default 1. */
  readonly minSteps?: number;
  /** One of so many goes on at each comparison, and the next is after so many times the steps: at least 2. Default 3. */
  readonly reductionFactor?: number;
  /** The steps of a whole trial, which is not pruned any more at its end: at least `minSteps`. Default: not known. */
  readonly maxSteps?: number;
  /** How many of the first comparisons are left out: at least 0. Default 0. */
  readonly skip?: number;
};

/**
 * Compares trials at steps 1, 3, 9, 27 … and lets the best third of those that came so far go on, without waiting for
 * others: asynchronous successive halving (ASHA).
 *
 * Steps count from 1; a trial is compared by its first report at or after such a step.
 *
 * @throws ArgumentError for options out of range
 * @example
 * const study = await createStudy({ x: float(0, 1) }, { pruner: successiveHalvingPruner({ minSteps: 2 }) });
 * @see Li et al., "A system for massively parallel hyperparameter tuning", 2020
 */
export function successiveHalvingPruner(options: SuccessiveHalvingOptions = {}): Pruner {
  const name = 'successiveHalvingPruner';
  const { minSteps, reductionFactor, maxSteps, skip } = resolveOptions(name, options, {
    minSteps: 1,
    reductionFactor: 3,
    maxSteps: Number.POSITIVE_INFINITY,
    skip: 0,
  });
  checkInteger(name, 'minSteps', minSteps, { min: 1 });
  checkInteger(name, 'reductionFactor', reductionFactor, { min: 2 });
  if (maxSteps !== Number.POSITIVE_INFINITY) checkInteger(name, 'maxSteps', maxSteps, { min: minSteps });
  checkInteger(name, 'skip', skip, { min: 0 });
  return { name, shouldPrune: makeHalving({ first: minSteps * reductionFactor ** skip, reductionFactor, maxSteps }) };
}
