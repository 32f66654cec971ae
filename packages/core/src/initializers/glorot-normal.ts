import { withConfig } from '../config.js';
import { drawScaledNormal } from '../internal/draw.js';
import { fansOf, type Initializer } from './initializer.js';

/**
 * Normal with standard deviation √(2 / (fanIn + fanOut)).
 *
 * As in Keras it is cut off at two standard deviations and widened so that this is its deviation after the cut; PyTorch does not cut.
 *
 * @returns an initializer for weights [...kernel, in, out]
 * @example
 * const kernel = glorotNormal()([784, 128], RandomStream.fromSeed(7));
 * @see Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010
 */
export function glorotNormal(): Initializer {
  const draw: Initializer = (shape, random, fans = fansOf(shape)) =>
    drawScaledNormal(shape, random, Math.sqrt(2 / (fans.fanIn + fans.fanOut)));
  return withConfig('glorotNormal', [], draw);
}
