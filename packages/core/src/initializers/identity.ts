import { tensor } from '@tensorflow/tfjs-core';
import { checkNumber, resolveOptions } from '../checks.js';
import { withConfig } from '../config.js';
import { ShapeError } from '../errors.js';
import { formatShape, type Shape } from '../shape.js';
import type { Initializer } from './initializer.js';

/** What `identity` has on its diagonal. */
export type IdentityOptions = {
  /** A finite number. Default 1. */
  readonly gain?: number;
};

/**
 * The identity times a gain: ones on the diagonal of a matrix [in, out], also where it is not square; draws nothing. For
 * convolutions see `dirac`.
 *
 * As `Identity` of Keras and `eye_` of PyTorch.
 *
 * @returns an initializer; the caller owns the tensors that it gives
 * @throws ArgumentError when the gain is not finite; the initializer a ShapeError for any but two axes
 * @example
 * const recurrent = identity()([32, 32], RandomStream.fromSeed(7));
 * @see Le et al., "A simple way to initialize recurrent networks of rectified linear units", 2015
 */
export function identity(options: IdentityOptions = {}): Initializer {
  const { gain } = resolveOptions('identity', options, { gain: 1 });
  checkNumber('identity', 'gain', gain);
  return withConfig('initializers.identity', [options], (shape: Shape) => {
    const [rows, columns] = shape;
    if (shape.length !== 2 || rows === undefined || columns === undefined) {
      throw new ShapeError({
        where: 'identity',
        argument: 'shape',
        expected: 'have two axes',
        received: formatShape(shape),
        advice: 'For a convolution take dirac',
      });
    }
    const values = new Float32Array(rows * columns);
    for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = gain;
    return tensor(values, [rows, columns], 'float32');
  });
}
