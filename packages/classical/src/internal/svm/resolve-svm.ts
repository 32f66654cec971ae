import type { Table } from '@neurite/core';
import { checkInteger, checkNumber } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';
import type { RbfSvmOptions } from '../../svm/rbf-svm-options.js';

export type ResolvedSvm = { readonly [K in keyof RbfSvmOptions]-?: Exclude<RbfSvmOptions[K], undefined> };

export const svmDefaults: ResolvedSvm = {
  c: 1,
  gamma: 'scale',
  tolerance: 1e-3,
  maxIterations: 10_000_000,
  shrinking: true,
  cache: 200,
};

/** @throws ArgumentError when an option is out of bounds */
export function checkSvm(where: string, { c, gamma, tolerance, maxIterations, cache }: ResolvedSvm): void {
  checkNumber(where, 'c', c, { above: 0 });
  if (typeof gamma === 'string') {
    if (gamma !== 'scale' && gamma !== 'auto') {
      const expected = "be 'scale', 'auto' or a finite number above 0";
      throw new ArgumentError({ where, argument: 'gamma', expected, received: gamma });
    }
  } else checkNumber(where, 'gamma', gamma, { above: 0 });
  checkNumber(where, 'tolerance', tolerance, { above: 0 });
  checkInteger(where, 'maxIterations', maxIterations, { min: 1 });
  checkNumber(where, 'cache', cache, { above: 0 });
}

/** γ as a number: one divided by the number of columns, and by the variance of all values. */
export function gammaOf({ columns, data }: Table, gamma: ResolvedSvm['gamma']): number {
  if (typeof gamma === 'number') return gamma;
  if (gamma === 'auto') return 1 / columns;
  let mean = 0;
  for (let i = 0; i < data.length; i++) mean += data[i]! / data.length;
  let variance = 0;
  for (let i = 0; i < data.length; i++) variance += (data[i]! - mean) ** 2 / data.length;
  return variance > 0 ? 1 / (columns * variance) : 1;
}
