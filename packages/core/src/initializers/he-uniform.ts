import { withConfig } from '../config.js';
import { drawUniform } from '../internal/draw.js';
import { fansOf, type Initializer } from './initializer.js';

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
  const draw: Initializer = (shape, random, fans = fansOf(shape)) =>
    drawUniform(shape, random, Math.sqrt(6 / fans.fanIn));
  return withConfig('heUniform', [], draw);
}
