import { withConfig } from '../config.js';
import type { Initializer } from './initializer.js';
import { varianceScaling } from './variance-scaling.js';

/**
 * Uniform in ±√(3 / fanIn): for layers before a selu.
 *
 * The same as `LecunUniform` of Keras.
 *
 * @returns an initializer for weights [...kernel, in, out]
 * @example
 * const kernel = lecunUniform()([784, 128], RandomStream.fromSeed(7));
 * @see LeCun et al., "Efficient backprop", 1998
 */
export function lecunUniform(): Initializer {
  return withConfig('initializers.lecunUniform', [], varianceScaling({ distribution: 'uniform' }));
}
