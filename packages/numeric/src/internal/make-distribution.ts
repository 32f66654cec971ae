import { checkNumber } from '@neurite/core/checks';
import type { Distribution } from '../distributions/distribution.js';
import type { Tails } from '../special/tails.js';

/** What makes a distribution its own, within its support. */
type Definition = {
  readonly name: string;
  /** The ends of the support. */
  readonly from: number;
  readonly to: number;
  /** Also asked for finite ends. */
  density(x: number): number;
  tails(x: number): Tails;
  /** The number where a tail has a probability above 0 and below 1. */
  find(tail: keyof Tails, probability: number): number;
};

/** Adds what all distributions do alike: NaN, the ends, and the checks of probabilities. */
export function makeDistribution({ name, from, to, density, tails, find }: Definition): Distribution {
  const tail = (x: number, which: keyof Tails): number => {
    if (Number.isNaN(x)) return x;
    if (x <= from) return which === 'lower' ? 0 : 1;
    return x >= to ? 1 - tail(from, which) : tails(x)[which];
  };
  const quantile = (where: string, which: keyof Tails, probability: number): number => {
    if (Number.isNaN(probability)) return probability;
    checkNumber(`${name}.${where}`, 'probability', probability, { atLeast: 0, atMost: 1 });
    if (probability > 0 && probability < 1) return find(which, probability);
    return (probability === 0) === (which === 'lower') ? from : to;
  };
  return {
    name,
    pdf: (x) => {
      if (Number.isNaN(x)) return x;
      return x < from || x > to || !Number.isFinite(x) ? 0 : density(x);
    },
    cdf: (x) => tail(x, 'lower'),
    survival: (x) => tail(x, 'upper'),
    quantile: (probability) => quantile('quantile', 'lower', probability),
    survivalQuantile: (probability) => quantile('survivalQuantile', 'upper', probability),
  };
}
