import { fill } from '@tensorflow/tfjs-core';
import type { Initializer } from './initializer.js';

/**
 * One number everywhere; draws nothing.
 *
 * @example
 * const bias = constant(0.1)([128], RandomStream.fromSeed(7));
 */
export function constant(value: number): Initializer {
  return (shape) => fill([...shape], value, 'float32');
}
