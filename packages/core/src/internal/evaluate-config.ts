import type { AnyBlueprint } from '../blueprint.js';
import type { Registry } from '../config.js';
import type { Json } from '../contracts/dataset.js';
import { ArgumentError } from '../errors.js';
import { shared } from '../shared.js';
import { ownInitializers } from './own-initializers.js';

/** Numbers that JSON has no word for. */
const SPECIAL: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

/**
 * Makes the calls that a config describes, inner ones first.
 *
 * @throws ArgumentError when the registry lacks a function that it names
 */
export function evaluateConfig(config: Json, registry: Registry): unknown {
  return decode(config, { ...ownInitializers, ...registry, shared: remember(shared) });
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
