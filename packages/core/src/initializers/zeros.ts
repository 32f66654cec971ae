import { constant } from './constant.js';
import type { Initializer } from './initializer.js';

/** Zeros: the usual first value of a bias. */
export function zeros(): Initializer {
  return constant(0);
}
