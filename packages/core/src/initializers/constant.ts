import { fill } from '@tensorflow/tfjs-core';
import { checkNumber } from '../checks.js';
import { withConfig } from '../config.js';
import type { Shape } from '../shape.js';
import type { Initializer } from './initializer.js';

/**
 * One number everywhere; draws nothing.
 *
 * @returns an initializer; the caller owns the tensors that it gives
 * @throws ArgumentError when the value is not finite
 * @example
 * const bias = constant(0.1)([128], RandomStream.fromSeed(7));
 */
export function constant(value: number): Initializer {
  checkNumber('constant', 'value', value);
  return withConfig('initializers.constant', [value], (shape: Shape) => fill([...shape], value, 'float32'));
}
