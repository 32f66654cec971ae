import { RandomStream } from '@neurite/core/random-stream';

/** What the return depends on: sums of so many returns, one span after the other. */
const SPAN = 4;
/** How much of the return follows from the past. */
const STRENGTH = 1;
/** Returns have the noise of this standard deviation. */
export const NOISE = 1;
/** How many of the last returns the law looks at. */
export const LAGS: number = 2 * SPAN;

/** The law in words, for people. */
export const LAW: string = `a return is noise of the standard deviation ${NOISE} and tanh(a · b), where a is the sum of the last ${SPAN} returns divided by ${Math.sqrt(SPAN)}, and b the same of the ${SPAN} returns before`;

/**
 * The expected return, which no model that adds up what it knows of single returns can see: its sign depends on whether two
 * sums of returns have the same sign.
 *
 * @param returns those before, the last one at `end − 1`
 */
export function expectedReturn(returns: ArrayLike<number>, end: number): number {
  let [a, b] = [0, 0];
  for (let i = 1; i <= SPAN; i++) {
    a += returns[end - i]!;
    b += returns[end - SPAN - i]!;
  }
  return STRENGTH * Math.tanh((a * b) / SPAN);
}

/** A series of this law: logarithms of values, and what was expected of each step before its noise. */
export function drawSeries(
  length: number,
  seed: number,
): { readonly logs: Float64Array; readonly expected: Float64Array } {
  const random = RandomStream.fromSeed(seed).child('series');
  const returns = new Float64Array(length);
  const expected = new Float64Array(length);
  const logs = new Float64Array(length);
  for (let t = 1; t < length; t++) {
    expected[t] = t > LAGS ? expectedReturn(returns, t) : 0;
    returns[t] = expected[t]! + random.normal(0, NOISE);
    logs[t] = logs[t - 1]! + returns[t]!;
  }
  return { logs, expected };
}
