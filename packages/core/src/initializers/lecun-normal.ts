import { withConfig } from '../config.js';
import { drawScaledNormal } from '../internal/draw.js';
import { fansOf, type Initializer } from './initializer.js';

/**
 * Normal with standard deviation √(1 / fanIn): for layers before a selu.
 *
 * As in Keras it is cut off at two standard deviations and widened so that this is its deviation after the cut; PyTorch does not cut.
 *
 * @returns an initializer for weights [...kernel, in, out]
 * @example
 * const kernel = lecunNormal()([784, 128], RandomStream.fromSeed(7));
 * @see LeCun et al., "Efficient backprop", 1998
 */
export function lecunNormal(): Initializer {
  const draw: Initializer = (shape, random, fans = fansOf(shape)) =>
    drawScaledNormal(shape, random, Math.sqrt(1 / fans.fanIn));
  return withConfig('lecunNormal', [], draw);
}
