import type { AnyBlueprint } from './blueprint.js';
import type { Json } from './contracts/dataset.js';
import { ArgumentError } from './errors.js';
import { shared } from './shared.js';

/** The functions that `fromConfig` may call, by name: those of `@neurite/layers`, initializers, and your own. */
export type Registry = Readonly<Record<string, unknown>>;

/** Numbers that JSON has no word for. */
const SPECIAL: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

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
  const made = decode(config, { ...registry, shared: remember(shared) });
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

/** The blueprint of a name is made once, so that all its uses share the weights. */
function remember(share: typeof shared): (name: string, blueprint: AnyBlueprint) => AnyBlueprint {
  const made = new Map<string, AnyBlueprint>();
  return (name, blueprint) => {
    if (!made.has(name)) made.set(name, share(name, blueprint));
    return made.get(name)!;
  };
}

function decode(value: Json, registry: Registry): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => decode(one as Json, registry));
  const { name, arguments: args, ...rest } = value as { readonly [key: string]: Json };
  if (typeof name === 'string' && Array.isArray(args) && Object.keys(rest).length === 0) {
    if (name === 'number') return SPECIAL[String(args[0])];
    const make = Object.hasOwn(registry, name) ? registry[name] : undefined;
    if (typeof make !== 'function') {
      throw new ArgumentError({
        where: 'fromConfig',
        argument: 'registry',
        expected: 'have a function for each name in the config',
        received: `none for ${name}`,
        advice: `Register it: { ...layers, ${name} }`,
      });
    }
    return make(...args.map((arg) => decode(arg as Json, registry)));
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, decode(one as Json, registry)]));
}
