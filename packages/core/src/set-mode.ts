import { checkChoice, checkPattern } from './checks.js';
import type { Context } from './context.js';
import { ArgumentError } from './errors.js';
import { Module, matchesPath, walk } from './module.js';

/** How a module behaves while the network around it trains. */
export type Mode = 'training' | 'inference';

const modes = new WeakMap<Module<never, unknown>, Mode>();

/**
 * Says how modules behave in a training pass. In `inference` a batch norm takes its running statistics and leaves them as
 * they are, and a dropout drops nothing; gradients flow nevertheless. `freeze` alone does not do this.
 *
 * @param pattern the path of a module, the start of one up to a dot, or a regular expression
 * @param mode `training` undoes an earlier `inference`
 * @returns the paths of the modules that match
 * @throws ArgumentError when nothing matches, or the pattern or the mode is none
 * @example
 * import { batchNorm, dense, sequential } from '@neurite/layers';
 *
 * using model = build(sequential(dense(4), batchNorm(), dense(1)), { input: [2] });
 * setMode(model, 'layers.1', 'inference'); // ['layers.1']
 */
export function setMode(module: Module<never, unknown>, pattern: string | RegExp, mode: Mode): string[] {
  checkPattern('setMode', 'pattern', pattern);
  checkChoice('setMode', 'mode', mode, ['training', 'inference']);
  const modules = [...walk(module)].filter(([, node]) => node instanceof Module);
  const found = modules.filter(([path]) => matchesPath(path, pattern));
  if (found.length === 0) {
    throw new ArgumentError({
      where: 'setMode',
      argument: 'pattern',
      expected: 'match the path of a module',
      received: String(pattern),
      advice: `The paths are ${modules.map(([path]) => path || "''").join(', ')}`,
    });
  }
  for (const [, node] of found) modes.set(node as Module<never, unknown>, mode); // filtered above
  return found.map(([path]) => path);
}

/** Whether a module is to behave as in training: the pass is one, and `setMode` says nothing else. */
export function isTraining(module: Module<never, unknown>, { training }: Context): boolean {
  return training && modes.get(module) !== 'inference';
}
