import { checkNumber } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';
import { gammaQuantile } from '../internal/gamma-family.js';
import { incompleteGamma } from '../internal/incomplete-gamma.js';
import { symmetric } from '../internal/symmetric.js';
import type { Distribution } from './distribution.js';

export type NormalOptions = {
  /** Default: 0. */
  readonly mean?: number;
  /** Above 0. Default: 1. */
  readonly standardDeviation?: number;
};

/**
 * The normal distribution.
 *
 * @throws ArgumentError when `mean` is not finite, or `standardDeviation` not a finite number above 0
 * @example
 * console.log(normal().quantile(0.975)); // 1.959963984540054
 */
export function normal({ mean = 0, standardDeviation = 1 }: NormalOptions = {}): Distribution {
  checkNumber('normal', 'standardDeviation', standardDeviation, { above: 0 });
  if (!Number.isFinite(mean)) {
    throw new ArgumentError({ where: 'normal', argument: 'mean', expected: 'be finite', received: String(mean) });
  }
  // The square of a standard normal number has a gamma distribution.
  return symmetric({
    name: 'normal',
    mean,
    scale: standardDeviation,
    density: (z) => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI),
    magnitude: (z) => incompleteGamma(0.5, 0.5 * z * z),
    find: (tail, probability) => Math.sqrt(2 * gammaQuantile(0.5, tail, probability)),
  });
}
