import { withConfig } from '../config.js';
import type { Initializer } from './initializer.js';
import { varianceScaling } from './variance-scaling.js';

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
  return withConfig('initializers.glorotNormal', [], varianceScaling({ mode: 'fanAverage' }));
}
