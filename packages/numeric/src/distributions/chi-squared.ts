import { checkPositive } from '../internal/check.js';
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
  checkPositive('chiSquared', 'degreesOfFreedom', degreesOfFreedom);
  return gammaFamily('chiSquared', { shape: degreesOfFreedom / 2, scale: 2 });
}
