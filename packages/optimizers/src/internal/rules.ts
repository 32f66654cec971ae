import type { Optimizer } from '@neurite/core';
import type { AnyRule } from '../composition/rule.js';

/** The rules that optimizers were made of. An optimizer that somebody changed is another object, and has none. */
export const rules: WeakMap<Optimizer, AnyRule> = new WeakMap();
