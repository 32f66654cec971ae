import { checkNumber } from '@neurite/core/checks';
import { fromOdds, oddsDensity, oddsQuantile } from '../internal/beta-family.js';
import { incompleteBeta } from '../internal/incomplete-beta.js';
import { makeDistribution } from '../internal/make-distribution.js';
import type { Distribution } from './distribution.js';

export type FisherFOptions = {
  /** Degrees of freedom of the numerator; above 0. */
  readonly numerator: number;
  /** Degrees of freedom of the denominator; above 0. */
  readonly denominator: number;
};

/**
 * Fisher's F distribution: of the ratio of two chi-squared numbers, each over its degrees of freedom.
 *
 * @throws ArgumentError when `numerator` or `denominator` is not a finite number above 0
 * @example
 * console.log(fisherF({ numerator: 2, denominator: 10 }).survival(4.103)); // 0.05
 */
export function fisherF({ numerator, denominator }: FisherFOptions): Distribution {
  checkNumber('fisherF', 'numerator', numerator, { above: 0 });
  checkNumber('fisherF', 'denominator', denominator, { above: 0 });
  const [a, b] = [numerator / 2, denominator / 2];
  const ratio = numerator / denominator;
  return makeDistribution({
    name: 'fisherF',
    from: 0,
    to: Number.POSITIVE_INFINITY,
    density: (f) => {
      if (f === 0) return a < 1 ? Number.POSITIVE_INFINITY : a === 1 ? 1 : 0;
      return oddsDensity(a, b, fromOdds(ratio * f)) / f;
    },
    tails: (f) => incompleteBeta(a, b, fromOdds(ratio * f)),
    find: (tail, probability) => oddsQuantile({ a, b }, tail, probability) / ratio,
  });
}
