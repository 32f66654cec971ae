import type { AnyBlueprint } from './blueprint.js';
import type { Registry } from './config.js';
import type { Json } from './contracts/dataset.js';
import { ArgumentError } from './errors.js';
import { evaluateConfig } from './internal/evaluate-config.js';

/**
 * Makes the blueprint that a config describes: the architecture as JSON.
 *
 * @param config as a blueprint's `config` gave it, e.g. read from a file
 * @param registry the functions by the names in the config
 * @throws ArgumentError when it is not a config, or names a function that the registry does not have
 * @example
 * import { dense, relu, sequential } from '@neurite/layers';
 *
 * const network = sequential(dense(8), relu(), dense(1));
 * const same = fromConfig(JSON.parse(JSON.stringify(network.config)), { sequential, dense, relu });
 */
export function fromConfig(config: Json, registry: Registry): AnyBlueprint {
  const made = evaluateConfig(config, registry);
  if (typeof made !== 'object' || made === null || !('outputSpec' in made)) {
    throw new ArgumentError({
      where: 'fromConfig',
      argument: 'config',
      expected: 'describe a blueprint: { name, arguments }',
      received: JSON.stringify(config)?.slice(0, 80) ?? String(config),
    });
  }
  return made as AnyBlueprint; // it has the function that only blueprints have
}
