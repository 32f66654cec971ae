import { assertDeviation } from '../internal/assert-deviation.js';
import { drawTruncatedNormal } from '../internal/draw.js';
import type { Initializer } from './initializer.js';
import type { NormalOptions } from './normal.js';

/**
 * Normal numbers, of which those further than two standard deviations from the mean are drawn again.
 *
 * As `TruncatedNormal` of Keras: the standard deviation is that before the cut, and 0.88 of it remain.
 *
 * @throws ArgumentError when the standard deviation is negative or no number
 * @example
 * const kernel = truncatedNormal({ standardDeviation: 0.02 })([64, 64], RandomStream.fromSeed(7));
 */
export function truncatedNormal({ mean = 0, standardDeviation = 0.05 }: NormalOptions = {}): Initializer {
  assertDeviation('truncatedNormal', standardDeviation);
  return (shape, random) => drawTruncatedNormal(shape, random, mean, standardDeviation);
}
