import { withConfig } from '../config.js';
import { constant } from './constant.js';
import type { Initializer } from './initializer.js';

/**
 * Ones: the usual first value of a normalization's scale.
 *
 * @returns an initializer; the caller owns the tensors that it gives
 */
export function ones(): Initializer {
  return withConfig('initializers.ones', [], constant(1));
}
