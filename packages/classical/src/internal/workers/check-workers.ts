import { checkInteger, describeValue } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';
import type { Workers } from '../../workers/workers.js';

export type ResolvedWorkers = { readonly count: number; readonly module: string | undefined };

/** @throws ArgumentError when it is neither an integer of at least 1 nor such a count with the URL of a module */
export function checkWorkers(where: string, workers: Workers): ResolvedWorkers {
  if (typeof workers !== 'object' || workers === null) {
    checkInteger(where, 'workers', workers, { min: 1 });
    return { count: workers, module: undefined };
  }
  const { count, module } = workers;
  checkInteger(where, 'workers.count', count, { min: 1 });
  if (typeof module === 'string' || module instanceof URL) return { count, module: String(module) };
  const expected = 'be the URL of a module that calls `serveWorkers` or `serveEstimator`';
  throw new ArgumentError({ where, argument: 'workers.module', expected, received: describeValue(module) });
}
