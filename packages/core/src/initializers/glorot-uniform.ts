import { withConfig } from '../config.js';
import type { Initializer } from './initializer.js';
import { varianceScaling } from './variance-scaling.js';

/**
 * Uniform in ±√(6 / (fanIn + fanOut)): keeps the variance of activations and gradients alike.
 *
 * The same as `xavier_uniform_` of PyTorch and `GlorotUniform` of Keras.
 *
 * @returns an initializer for weights [...kernel, in, out]
 * @example
 * const kernel = glorotUniform()([784, 128], RandomStream.fromSeed(7));
 * @see Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010
 */
export function glorotUniform(): Initializer {
  return withConfig('initializers.glorotUniform', [], varianceScaling({ mode: 'fanAverage', distribution: 'uniform' }));
}
