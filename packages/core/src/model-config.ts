import { build } from './build.js';
import { type Config, type Registry, withConfig } from './config.js';
import type { Json } from './contracts/dataset.js';
import { ArgumentError } from './errors.js';
import { evaluateConfig } from './internal/evaluate-config.js';
import { Module } from './module.js';
import { originOf } from './origin.js';
import { type Spec, spec, TensorSpec } from './spec.js';

/**
 * The call of `build` that makes a model, as JSON: its blueprint and its input. The weights are not part of it.
 *
 * @throws ArgumentError for a model that `build` did not make, and where an argument of a layer cannot be written as JSON
 * @example
 * import { dense } from '@neurite/layers';
 *
 * using model = build(dense(2), { input: [3] });
 * using again = modelFromConfig(JSON.parse(JSON.stringify(modelConfig(model))), { dense });
 */
export function modelConfig(model: Module<never, unknown>): Config {
  const origin = originOf(model);
  if (origin === undefined || !('config' in origin.blueprint)) {
    throw new ArgumentError({
      where: 'modelConfig',
      argument: 'model',
      expected: 'be made by build, from a blueprint that has a config',
      received: origin === undefined ? 'a module made by hand' : `one of ${origin.blueprint.name}, which has none`,
      advice: 'Make blueprints with defineLayer or withConfig, or save the weights alone: stateDict(model)',
    });
  }
  return withConfig('build', [origin.blueprint, { input: specConfig(origin.input) }], {}).config;
}

/**
 * Makes the model again that a config describes. Its weights are those of a first step, seed 0: load others into it.
 *
 * @param config as `modelConfig` gave it, e.g. read from a file
 * @param registry the functions by the names in the config, as for `fromConfig`
 * @returns a module that the caller owns
 * @throws ArgumentError when it is not the config of a model, or names a function that the registry does not have
 */
export function modelFromConfig(config: Json, registry: Registry): Module<never, unknown> {
  const made = evaluateConfig(config, { ...registry, build, spec });
  if (made instanceof Module) return made;
  throw new ArgumentError({
    where: 'modelFromConfig',
    argument: 'config',
    expected: 'describe a model: { name: "build", arguments: [network, { input }] }',
    received: JSON.stringify(config)?.slice(0, 80) ?? String(config),
  });
}

function specConfig(of: Spec): Json {
  if (of instanceof TensorSpec) return { name: 'spec', arguments: [of.shape, of.dtype] };
  if (Array.isArray(of)) return of.map((one) => specConfig(one as Spec));
  return Object.fromEntries(Object.entries(of).map(([name, one]) => [name, specConfig(one)]));
}
