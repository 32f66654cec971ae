import { ArgumentError, checkInteger, resolveOptions } from '@neurite/core';
import type { IntDimension } from './space.js';

export type IntOptions = {
  /** Whether orders of magnitude are equally likely, as for a number of units. Default false. */
  readonly log?: boolean;
  /** The distance between two values, counted from `low`: an integer of at least 1; 1 together with `log`. Default 1. */
  readonly step?: number;
};

/**
 * A hyperparameter that is an integer from `low` to `high`, both included.
 *
 * @param low at least 1 where `log` is set
 * @param high at least `low`
 * @throws ArgumentError for other bounds, and for a step above 1 together with `log`
 * @example
 * const layers = int(1, 4);
 * const units = int(16, 1024, { log: true });
 */
export function int(low: number, high: number, options: IntOptions = {}): IntDimension {
  const { log, step } = resolveOptions('int', options, { log: false, step: 1 });
  checkInteger('int', 'low', low, log ? { min: 1 } : {});
  checkInteger('int', 'high', high, { min: low });
  checkInteger('int', 'step', step, { min: 1 });
  if (log && step > 1) {
    throw new ArgumentError({ where: 'int', problem: 'a step and `log` do not go together, because steps are linear' });
  }
  return { kind: 'int', low, high, log, step };
}
