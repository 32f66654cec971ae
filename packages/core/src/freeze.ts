import { checkPattern } from './checks.js';
import { ArgumentError } from './errors.js';
import { type ModuleTree, matchesPath, parameters } from './module.js';

/**
 * Keeps training from changing the parameters whose path matches.
 *
 * @param pattern a path, the start of one up to a dot (`layers.0`), or a regular expression; default: all
 * @returns the paths of the parameters that are frozen now, buffers left out
 * @throws ArgumentError when nothing matches, or the pattern is none
 * @example
 * using neuron = new Neuron({ inputs: 2 });
 * const frozen = freeze(neuron, 'bias'); // ['bias']
 */
export function freeze(module: ModuleTree, pattern: string | RegExp = /./): string[] {
  return setTrainable('freeze', module, pattern, false);
}

/** Lets training change them again. The same arguments as `freeze`; buffers stay as they are. */
export function unfreeze(module: ModuleTree, pattern: string | RegExp = /./): string[] {
  return setTrainable('unfreeze', module, pattern, true);
}

function setTrainable(where: string, module: ModuleTree, pattern: string | RegExp, trainable: boolean): string[] {
  checkPattern(where, 'pattern', pattern);
  const found = [...parameters(module)].filter(([path]) => matchesPath(path, pattern));
  if (found.length === 0) {
    throw new ArgumentError({
      where,
      argument: 'pattern',
      expected: 'match the path of a parameter',
      received: String(pattern),
      advice: `The paths are ${[...parameters(module).keys()].join(', ') || 'none'}`,
    });
  }
  for (const [, parameter] of found) parameter.trainable = trainable;
  return found.filter(([, parameter]) => !parameter.buffer).map(([path]) => path);
}
