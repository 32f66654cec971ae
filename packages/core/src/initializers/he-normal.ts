import { withConfig } from '../config.js';
import { drawScaledNormal } from '../internal/draw.js';
import { fansOf, type Initializer } from './initializer.js';

/**
 * Normal with standard deviation √(2 / fanIn): for layers before a relu.
 *
 * As in Keras it is cut off at two standard deviations and widened so that this is its deviation after the cut; PyTorch does not cut.
 *
 * @returns an initializer for weights [...kernel, in, out]
 * @example
 * const kernel = heNormal()([784, 128], RandomStream.fromSeed(7));
 * @see He et al., "Delving deep into rectifiers", 2015
 */
export function heNormal(): Initializer {
  const draw: Initializer = (shape, random, fans = fansOf(shape)) =>
    drawScaledNormal(shape, random, Math.sqrt(2 / fans.fanIn));
  return withConfig('heNormal', [], draw);
}
