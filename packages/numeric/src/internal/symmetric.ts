import type { Distribution } from '../distributions/distribution.js';
import type { Tails } from '../special/tails.js';
import { makeDistribution } from './make-distribution.js';

/** A distribution that is symmetric about its mean, by that of the distance z = |x − mean| / scale. */
type Definition = {
  readonly name: string;
  readonly mean: number;
  readonly scale: number;
  /** At z, with scale 1. */
  density(z: number): number;
  /** The probabilities of a distance below and above z. */
  magnitude(z: number): Tails;
  /** The distance where one of them has a probability above 0 and below 1. */
  find(tail: keyof Tails, probability: number): number;
};

export function symmetric({ name, mean, scale, density, magnitude, find }: Definition): Distribution {
  return makeDistribution({
    name,
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    density: (x) => density((x - mean) / scale) / scale,
    tails: (x) => {
      const z = (x - mean) / scale;
      const { lower, upper } = magnitude(Math.abs(z));
      const [far, near] = [upper / 2, 0.5 + lower / 2];
      return z < 0 ? { lower: far, upper: near } : { lower: near, upper: far };
    },
    find: (tail, probability) => {
      // Both parts of the distances that lie closer to the mean, and exact next to ½ and next to 0.
      const upper = 2 * Math.min(probability, 1 - probability);
      const lower = Math.abs(2 * probability - 1);
      const z = lower === 0 ? 0 : upper < 0.5 ? find('upper', upper) : find('lower', lower);
      return mean + scale * (probability < 0.5 === (tail === 'lower') ? -z : z);
    },
  });
}
