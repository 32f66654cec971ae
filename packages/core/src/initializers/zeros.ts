import { withConfig } from '../config.js';
import { constant } from './constant.js';
import type { Initializer } from './initializer.js';

/** Zeros: the usual first value of a bias. */
export function zeros(): Initializer {
  return withConfig('initializers.zeros', [], constant(0));
}
