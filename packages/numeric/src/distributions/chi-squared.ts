import { checkNumber } from '@neurite/core/checks';
import { gammaFamily } from '../internal/gamma-family.js';
import type { Distribution } from './distribution.js';

/**
 * The chi-squared distribution: of the sum of squares of as many normal numbers as there are degrees of freedom.
 *
 * @param degreesOfFreedom above 0
 * @throws ArgumentError when `degreesOfFreedom` is not a finite number above 0
 * @example
 * console.log(chiSquared(3).survival(7.815)); // 0.05
 */
export function chiSquared(degreesOfFreedom: number): Distribution {
  checkNumber('chiSquared', 'degreesOfFreedom', degreesOfFreedom, { above: 0 });
  return gammaFamily('chiSquared', { shape: degreesOfFreedom / 2, scale: 2 });
}
