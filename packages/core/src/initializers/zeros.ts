import { withConfig } from '../config.js';
import { constant } from './constant.js';
import type { Initializer } from './initializer.js';

/**
 * Zeros: the usual first value of a bias.
 *
 * @returns an initializer; the caller owns the tensors that it gives
 */
export function zeros(): Initializer {
  return withConfig('initializers.zeros', [], constant(0));
}
