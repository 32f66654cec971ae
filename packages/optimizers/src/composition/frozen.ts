import { ArgumentError, checkPattern, matchesPath, type Optimizer } from '@neurite/core';
import { perParameter } from './per-parameter.js';

/**
 * Keeps the parameters whose path matches as they are: their updates become 0. The last link of a chain, or a part of a
 * `partition`. `freeze` of `@neurite/core` does it for a model, and spares the gradients, too.
 *
 * @param pattern a path, the start of one up to a dot (`layers.0`), or a regular expression; default: all
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when the pattern is none, and from `init` when it matches none of the parameters; ArgumentError and
 *   ShapeError from `update` for gradients that do not fit
 * @example
 * const optimizer = chain(adam(), frozen('backbone'));
 */
export function frozen(pattern: string | RegExp = /./): Optimizer {
  checkPattern('frozen', 'pattern', pattern);
  // What it has matched once may be frozen in the model later, or be none of those that join.
  let hasMatched = false;
  return perParameter('frozen', {
    checkPaths: (paths) => {
      hasMatched ||= paths.some((path) => matchesPath(path, pattern));
      if (hasMatched || paths.length === 0) return;
      throw new ArgumentError({
        where: 'frozen',
        argument: 'pattern',
        expected: 'match the path of a parameter that trains',
        received: String(pattern),
        advice: `The paths are ${paths.join(', ')}`,
      });
    },
    constants: { moves: (path) => (matchesPath(path, pattern) ? 0 : 1) },
    // Chosen, not multiplied: NaN times 0 is NaN.
    step: (e, { gradient, constants }) => ({ update: e.whereGreater(constants.moves, 0, gradient, 0) }),
  });
}
