import { ArgumentError, checkNumber, resolveOptions } from '@neurite/core';
import type { FloatDimension } from './space.js';

export type FloatOptions = {
  /** Whether orders of magnitude are equally likely, as for a learning rate. Default false. */
  readonly log?: boolean;
  /** The distance between two values, counted from `low`: above 0, not together with `log`. Default: every number is one. */
  readonly step?: number;
};

/**
 * A hyperparameter that is a number from `low` to `high`, both included.
 *
 * @param low finite; above 0 where `log` is set
 * @param high finite, at least `low`
 * @throws ArgumentError for other bounds, and for a step together with `log`
 * @example
 * const learningRate = float(1e-5, 1e-1, { log: true });
 * const dropout = float(0, 0.5, { step: 0.1 });
 */
export function float(low: number, high: number, options: FloatOptions = {}): FloatDimension {
  const { log, step } = resolveOptions('float', options, { log: false, step: undefined });
  checkNumber('float', 'low', low, log ? { above: 0 } : {});
  checkNumber('float', 'high', high, { atLeast: low });
  if (step !== undefined) {
    checkNumber('float', 'step', step, { above: 0 });
    if (log) {
      throw new ArgumentError({
        where: 'float',
        problem: 'a step and `log` do not go together, because steps are linear',
      });
    }
  }
  return { kind: 'float', low, high, log, step };
}
