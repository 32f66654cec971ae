import type { Tails } from '../special/tails.js';

/** A distribution over a variable u that runs over all numbers, in which the logarithms of both tails are concave. */
export type Transformed = {
  tails(u: number): Tails;
  /** Per u. */
  density(u: number): number;
  /** Somewhere in the middle. */
  readonly start: number;
};

/**
 * The u beyond which lies a given part of the probability.
 *
 * Newton's method on the logarithm of the tail, kept within a bracket: where the logarithm is concave, each step ends on
 * the same side of the solution, and a tail of 1e-300 takes as few of them as one of 0.1.
 *
 * @param tail which one has that probability
 * @param probability above 0 and below 1
 */
export function findQuantile({ tails, density, start }: Transformed, tail: keyof Tails, probability: number): number {
  const target = Math.log(probability);
  // The lower tail grows with u, the upper one falls.
  const sign = tail === 'lower' ? 1 : -1;
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  let u = start;
  let stride = 1;
  for (;;) {
    const value = tails(u)[tail];
    const error = sign * (Math.log(value) - target);
    if (error === 0) return u;
    if (error > 0) high = u;
    else low = u;
    const step = (-error * value) / density(u);
    let next = u + step;
    if (!(next > low && next < high)) {
      // Outside of the bracket, or no number where the tail or the density is 0.
      const open = low === Number.NEGATIVE_INFINITY || high === Number.POSITIVE_INFINITY;
      next = open ? u - Math.sign(error) * stride : (low + high) / 2;
      stride *= 2;
    }
    if (Math.abs(next - u) <= 2 ** -51 * Math.max(1, Math.abs(u)) || next === low || next === high) return next;
    u = next;
  }
}
