import { checkPattern, matchesPath, type Optimizer } from '@neurite/core';
import { perParameter } from './per-parameter.js';

/**
 * Keeps the parameters whose path matches as they are: their updates become 0. The last link of a chain, or a part of a
 * `partition`. `freeze` of `@neurite/core` does it for a model, and spares the gradients, too.
 *
 * @param pattern a path, the start of one up to a dot (`layers.0`), or a regular expression; default: all
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when the pattern is none; ArgumentError and ShapeError from `update` for gradients that do not fit
 * @example
 * const optimizer = chain(adam(), frozen('backbone'));
 */
export function frozen(pattern: string | RegExp = /./): Optimizer {
  checkPattern('frozen', 'pattern', pattern);
  return perParameter('frozen', {
    constants: { moves: (path) => (matchesPath(path, pattern) ? 0 : 1) },
    // Chosen, not multiplied: NaN times 0 is NaN.
    step: (e, { gradient, constants }) => ({ update: e.whereGreater(constants.moves, 0, gradient, 0) }),
  });
}
