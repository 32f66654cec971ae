import type { Json } from './contracts/dataset.js';
import { ArgumentError } from './errors.js';

/** A call as JSON: the name of a function and its arguments, blueprints and initializers among them as configs. */
export type Config = { readonly name: string; readonly arguments: readonly Json[] };

/**
 * The functions that `fromConfig` may call, by name: those of `@neurite/layers`, and your own. The initializers of this
 * package are known.
 */
export type Registry = Readonly<Record<string, unknown>>;

/**
 * Gives what a function makes a config, the call that makes it again, so that it can be saved.
 *
 * @param name of the function
 * @param args its arguments; functions among them must have a config of their own
 * @returns `made` itself, with a `config` that is computed when it is read
 * @example
 * const swish = () => withConfig('swish', [], lambda((x: Tensor) => mul(x, sigmoid(x)), { name: 'swish' }));
 */
export function withConfig<T extends object>(
  name: string,
  args: readonly unknown[],
  made: T,
): T & { readonly config: Config } {
  const get = (): Config => {
    let end = args.length;
    while (end > 0 && args[end - 1] === undefined) end--;
    return { name, arguments: args.slice(0, end).map((arg) => encode(arg, name)) };
  };
  return Object.defineProperty(made, 'config', { get, enumerable: true, configurable: true }) as T & { config: Config }; // just defined
}

function encode(value: unknown, where: string): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : { name: 'number', arguments: [String(value)] };
  if ((typeof value === 'object' || typeof value === 'function') && 'config' in value) return value.config as Json; // a config by contract
  if (Array.isArray(value)) return value.map((one) => encode(one ?? null, where));
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    const fields = Object.entries(value).filter(([, one]) => one !== undefined);
    return Object.fromEntries(fields.map(([name, one]) => [name, encode(one, where)]));
  }
  throw new ArgumentError({
    where,
    argument: 'config',
    expected: 'be made of arguments that JSON can hold',
    received: typeof value === 'function' ? `the function ${value.name || 'without a name'}` : String(value),
    advice: 'Give it a config with withConfig(name, arguments, it), and register it by this name',
  });
}
