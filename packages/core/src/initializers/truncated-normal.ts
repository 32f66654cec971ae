import { checkNumber, resolveOptions } from '../checks.js';
import { withConfig } from '../config.js';
import { drawTruncatedNormal } from '../internal/draw.js';
import type { RandomStream } from '../random-stream.js';
import type { Shape } from '../shape.js';
import type { Initializer } from './initializer.js';
import type { NormalOptions } from './normal.js';

/**
 * Normal numbers, of which those further than two standard deviations from the mean are drawn again.
 *
 * As `TruncatedNormal` of Keras: the standard deviation is that before the cut, and 0.88 of it remain.
 *
 * @returns an initializer; the caller owns the tensors that it gives
 * @throws ArgumentError when the mean is not finite, or the standard deviation is negative or not finite
 * @example
 * const kernel = truncatedNormal({ standardDeviation: 0.02 })([64, 64], RandomStream.fromSeed(7));
 */
export function truncatedNormal(options: NormalOptions = {}): Initializer {
  const { mean, standardDeviation } = resolveOptions('truncatedNormal', options, { mean: 0, standardDeviation: 0.05 });
  checkNumber('truncatedNormal', 'mean', mean);
  checkNumber('truncatedNormal', 'standardDeviation', standardDeviation, { atLeast: 0 });
  return withConfig('initializers.truncatedNormal', [options], (shape: Shape, random: RandomStream) =>
    drawTruncatedNormal(shape, random, mean, standardDeviation),
  );
}
