import { withConfig } from '../config.js';
import type { Initializer } from './initializer.js';
import { varianceScaling } from './variance-scaling.js';

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
  return withConfig('initializers.lecunNormal', [], varianceScaling());
}
