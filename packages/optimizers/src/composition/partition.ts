import { ArgumentError, checkKind, checkPattern, matchesPath, type Optimizer } from '@neurite/core';
import { divided } from '../internal/divided.js';
import { remembered } from '../internal/remembered.js';

/** A path, the start of one up to a dot (`layers.0`), or a regular expression; and what moves the parameters it matches. */
export type Part = readonly [pattern: string | RegExp, optimizer: Optimizer];

/**
 * Several optimizers, each for the parameters whose path matches its pattern. Of several patterns that match, the first
 * counts. Norms over all gradients, as of `clipByGlobalNorm`, are then those of a part.
 *
 * The state of the optimizer at index 0 is named `0/…`, as that of a chain.
 *
 * @param parts at least one; `/./` matches all that is left
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when there is none, when one is no pattern and optimizer, and from `init` and `update` when nothing
 *   matches a
 *   parameter
 * @example
 * const optimizer = partition(
 *   [/bias$|scale$/, adamW({ weightDecay: 0 })],
 *   ['backbone', adamW({ learningRate: 1e-5 })],
 *   [/./, adamW({ learningRate: 1e-3 })],
 * );
 */
export function partition(...parts: readonly Part[]): Optimizer {
  for (const [i, part] of parts.entries()) {
    checkKind('partition', `parts.${i}`, part?.[1], { be: 'a pattern and an optimizer', member: 'update' });
    checkPattern('partition', `parts.${i}.0`, part[0]);
  }
  if (parts.length === 0) {
    throw new ArgumentError({
      where: 'partition',
      argument: 'parts',
      expected: 'have at least one part',
      received: 'none',
    });
  }
  const partOf = remembered((path) => {
    const found = parts.findIndex(([pattern]) => matchesPath(path, pattern));
    if (found >= 0) return found;
    throw new ArgumentError({
      where: 'partition',
      argument: 'parts',
      expected: 'match the path of every parameter',
      received: `none for \`${path}\``,
      advice: 'Let the last pattern be /./, which matches all that is left',
    });
  });
  const optimizers = parts.map(([, optimizer]) => optimizer);
  return divided(`partition(${optimizers.map(({ name }) => name).join(', ')})`, optimizers, partOf);
}
