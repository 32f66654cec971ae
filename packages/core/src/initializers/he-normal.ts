import { withConfig } from '../config.js';
import type { Initializer } from './initializer.js';
import { varianceScaling } from './variance-scaling.js';

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
  return withConfig('initializers.heNormal', [], varianceScaling({ scale: 2 }));
}
