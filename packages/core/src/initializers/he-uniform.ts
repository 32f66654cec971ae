import { withConfig } from '../config.js';
import type { Initializer } from './initializer.js';
import { varianceScaling } from './variance-scaling.js';

/**
 * Uniform in ±√(6 / fanIn): for layers before a relu.
 *
 * The same as `kaiming_uniform_` of PyTorch with `nonlinearity="relu"` and `HeUniform` of Keras.
 *
 * @returns an initializer for weights [...kernel, in, out]
 * @example
 * const kernel = heUniform()([784, 128], RandomStream.fromSeed(7));
 * @see He et al., "Delving deep into rectifiers", 2015
 */
export function heUniform(): Initializer {
  return withConfig('initializers.heUniform', [], varianceScaling({ scale: 2, distribution: 'uniform' }));
}
