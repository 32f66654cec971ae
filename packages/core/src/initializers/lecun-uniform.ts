import { withConfig } from '../config.js';
import { drawUniform } from '../internal/draw.js';
import { fansOf, type Initializer } from './initializer.js';

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
  const draw: Initializer = (shape, random, fans = fansOf(shape)) =>
    drawUniform(shape, random, Math.sqrt(3 / fans.fanIn));
  return withConfig('lecunUniform', [], draw);
}
