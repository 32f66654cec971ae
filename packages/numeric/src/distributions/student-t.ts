import { checkNumber } from '@neurite/core/checks';
import { fromOdds, oddsQuantile } from '../internal/beta-family.js';
import { incompleteBeta } from '../internal/incomplete-beta.js';
import { lnBeta } from '../internal/log-beta.js';
import { symmetric } from '../internal/symmetric.js';
import type { Distribution } from './distribution.js';

/**
 * Student's t distribution: of a normal number divided by the root of a chi-squared one over its degrees of freedom.
 *
 * @param degreesOfFreedom above 0
 * @throws ArgumentError when `degreesOfFreedom` is not a finite number above 0
 * @example
 * console.log(studentT(10).quantile(0.975)); // 2.2281388519649385
 */
export function studentT(degreesOfFreedom: number): Distribution {
  checkNumber('studentT', 'degreesOfFreedom', degreesOfFreedom, { above: 0 });
  const [a, b] = [0.5, degreesOfFreedom / 2];
  const [lnB, root] = [lnBeta(a, b), Math.sqrt(degreesOfFreedom)];
  // t² / degrees are the odds of a beta distribution. Where squares would overflow, one term of its tail is all there is.
  const farTail = (t: number): number => Math.exp(-2 * b * Math.log(t / root) - Math.log(b) - lnB);
  const far = FAR * root;
  return symmetric({
    name: 'studentT',
    mean: 0,
    scale: 1,
    density: (t) => {
      const r = Math.abs(t) / root;
      const ln = r > FAR ? 2 * Math.log(r) : Math.log1p(r * r);
      return Math.exp(-(a + b) * ln - lnB) / root;
    },
    magnitude: (t) => {
      if (t < far) return incompleteBeta(a, b, fromOdds((t / root) ** 2));
      const upper = farTail(t);
      return { lower: 1 - upper, upper };
    },
    find: (tail, probability) => {
      if (tail === 'upper' && probability < farTail(far)) {
        return root * Math.exp(-(Math.log(probability) + Math.log(b) + lnB) / (2 * b));
      }
      return root * Math.sqrt(oddsQuantile({ a, b }, tail, probability));
    },
  });
}

/** In units of the root of the degrees of freedom. */
const FAR = 1e50;
