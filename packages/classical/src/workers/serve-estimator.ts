import type { Estimator } from '@neurite/core';
import { checkKind } from '@neurite/core/checks';
import { serve } from '../internal/workers/serve.js';

/**
 * Makes a module the script of `workers` that learn with this estimator: closures cannot reach another thread, and so each
 * thread makes the estimator itself. Both sides import the same module, and in any other thread this does nothing.
 *
 * @returns the estimator
 * @example
 * // estimator.js, whose URL is the `module` of `crossValidate(estimator, …, { workers: { count: 2, module } })`
 * const estimator = serveEstimator(pipeline(columns({ age: standardize() }), logisticRegression()));
 */
export function serveEstimator<Served extends Estimator<never>>(estimator: Served): Served {
  checkKind('serveEstimator', 'estimator', estimator, { be: 'an estimator', member: 'fit' });
  serve(estimator as unknown as Estimator<unknown>); // it gets the rows that `crossValidate` got with it
  return estimator;
}
