import { ArgumentError } from './errors.js';

/**
 * Checks that options are known ones, so that a misspelled name is not ignored.
 *
 * @param names all known options
 * @throws ArgumentError when an option has another name
 * @example
 * checkOptions('dense', { useBias: false }, ['useBias', 'kernelInitializer', 'biasInitializer']);
 */
export function checkOptions(where: string, options: object, names: readonly string[]): void {
  const unknown = Object.keys(options).filter((name) => !names.includes(name));
  if (unknown.length === 0) return;
  throw new ArgumentError({
    where,
    argument: 'options',
    expected: names.length === 0 ? 'be left out' : `be among ${names.map((name) => `\`${name}\``).join(', ')}`,
    received: unknown.map((name) => `\`${name}\``).join(', '),
  });
}

/** Options with their defaults filled in. */
export type Resolved<Options extends object, Defaults> = {
  readonly [K in keyof Options]-?: Exclude<Options[K], undefined> | Defaults[K & keyof Defaults];
};

/**
 * Fills in default options and refuses unknown ones: the defaults alone state which options a function takes.
 *
 * @param options as they were given; one that is undefined counts as left out
 * @param defaults one for each known option; undefined where it has none
 * @throws ArgumentError when an option is not among the defaults
 * @example
 * const { useBias } = resolveOptions('dense', {} as { useBias?: boolean }, { useBias: true });
 */
export function resolveOptions<
  Options extends object,
  const Defaults extends { readonly [K in keyof Options]-?: unknown },
>(where: string, options: Options, defaults: Defaults): Resolved<Options, Defaults> {
  checkOptions(where, options, Object.keys(defaults));
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) } as Resolved<Options, Defaults>; // its names are those of the defaults
}
