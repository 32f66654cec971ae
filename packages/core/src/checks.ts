import { ArgumentError } from './errors.js';
import { formatShape, type Shape } from './shape.js';

/**
 * Checks that options are known ones, so that a misspelled name is not ignored.
 *
 * @param names all known options
 * @throws ArgumentError when an option has another name, and for options that are not an object
 * @example
 * checkOptions('dense', { useBias: false }, ['useBias', 'kernelInitializer', 'biasInitializer']);
 */
export function checkOptions(where: string, options: object, names: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options) || ArrayBuffer.isView(options)) {
    throw new ArgumentError({
      where,
      argument: 'options',
      expected: `be an object with ${names.map((name) => `\`${name}\``).join(', ')}`,
      received: describeValue(options),
    });
  }
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
 * Fills in default options and refuses unknown ones: the defaults alone state which options a function takes. Where a
 * default is a boolean or a function, such as an initializer, nothing else is taken.
 *
 * @param options as they were given; one that is undefined counts as left out
 * @param defaults one for each known option; undefined where it has none
 * @throws ArgumentError when an option is not among the defaults, or no boolean or function where its default is one
 * @example
 * const { useBias } = resolveOptions('dense', {} as { useBias?: boolean }, { useBias: true });
 */
export function resolveOptions<
  Options extends object,
  const Defaults extends { readonly [K in keyof Options]-?: unknown },
>(where: string, options: Options, defaults: Defaults): Resolved<Options, Defaults> {
  checkOptions(where, options, Object.keys(defaults));
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    const kind = typeof defaults[name as keyof Defaults]; // a known name
    if (kind === 'boolean') checkBoolean(where, name, value);
    if (kind === 'function') checkFunction(where, name, value);
  }
  return { ...defaults, ...Object.fromEntries(given) } as Resolved<Options, Defaults>; // its names are those of the defaults
}

/**
 * Checks that an argument is true or false, and not merely like it: the text 'false' is not false.
 *
 * @throws ArgumentError
 * @example
 * checkBoolean('dense', 'useBias', false);
 */
export function checkBoolean(where: string, argument: string, value: unknown): asserts value is boolean {
  if (typeof value === 'boolean') return;
  throw new ArgumentError({ where, argument, expected: 'be true or false', received: describeValue(value) });
}

/**
 * Checks that an argument is a function. Where its name says that it is an initializer, the error says how to make one.
 *
 * @throws ArgumentError
 * @example
 * checkFunction('muon', 'matrices', (path: string) => path.endsWith('kernel'));
 */
export function checkFunction(
  where: string,
  argument: string,
  value: unknown,
): asserts value is (...values: never[]) => unknown {
  if (typeof value === 'function') return;
  const isInitializer = argument.toLowerCase().endsWith('initializer');
  throw new ArgumentError({
    where,
    argument,
    expected: isInitializer ? 'be an initializer' : 'be a function',
    received: describeValue(value),
    advice: isInitializer ? 'Import one from @neurite/core, and pass what it returns: heNormal()' : undefined,
  });
}

/**
 * Checks that an argument can name paths of parameters or modules: a path, the start of one up to a dot, or a regular
 * expression.
 *
 * @throws ArgumentError
 * @example
 * checkPattern('freeze', 'pattern', 'layers.0');
 */
export function checkPattern(where: string, argument: string, value: unknown): asserts value is string | RegExp {
  if (typeof value === 'string' || value instanceof RegExp) return;
  const expected = 'be a path, such as layers.0, or a regular expression';
  throw new ArgumentError({ where, argument, expected, received: describeValue(value) });
}

/** The least and the greatest integer that an argument takes; default: no bound. */
export type IntegerBounds = { readonly min?: number; readonly max?: number };

/**
 * Checks that an argument is an integer within bounds.
 *
 * @throws ArgumentError
 * @example
 * checkInteger('topK', 'k', 3, { min: 1 });
 */
export function checkInteger(
  where: string,
  argument: string,
  value: unknown,
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: IntegerBounds = {},
): asserts value is number {
  if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max) return;
  throw new ArgumentError({
    where,
    argument,
    expected: `be an integer${integerBounds(min, max)}`,
    received: describeValue(value),
  });
}

/** Bounds of a number: `above` and `below` exclude the bound, `atLeast` and `atMost` include it. Default: no bound. */
export type NumberBounds = {
  readonly above?: number;
  readonly atLeast?: number;
  readonly below?: number;
  readonly atMost?: number;
  /** What else the argument may be, for the error: `a schedule`. Whoever calls has checked that. */
  readonly or?: string;
};

/**
 * Checks that an argument is a finite number within bounds.
 *
 * @throws ArgumentError
 * @example
 * checkNumber('dropout', 'rate', 0.5, { atLeast: 0, below: 1 });
 */
export function checkNumber(
  where: string,
  argument: string,
  value: unknown,
  bounds: NumberBounds = {},
): asserts value is number {
  const { above, atLeast, below, atMost, or } = bounds;
  const inBounds = (x: number): boolean =>
    (above === undefined || x > above) &&
    (atLeast === undefined || x >= atLeast) &&
    (below === undefined || x < below) &&
    (atMost === undefined || x <= atMost);
  if (Number.isFinite(value) && inBounds(value as number)) return;
  const words = { above: 'above', atLeast: 'of at least', below: 'below', atMost: 'of at most' } as const;
  const phrases = Object.entries(words).flatMap(([bound, phrase]) => {
    const limit = bounds[bound as keyof typeof words];
    return limit === undefined ? [] : [` ${phrase} ${limit}`];
  });
  throw new ArgumentError({
    where,
    argument,
    expected: `be a finite number${phrases.join(' and')}${or === undefined ? '' : ` or ${or}`}`,
    received: describeValue(value),
  });
}

/**
 * Checks that an argument is one of a few strings.
 *
 * @param advice what to do about a wrong one, as in `ErrorDetails`. Default: nothing is said
 * @throws ArgumentError
 * @example
 * checkChoice('conv2d', 'padding', 'same', ['valid', 'same']);
 */
export function checkChoice<const Choice extends string>(
  where: string,
  argument: string,
  value: unknown,
  choices: readonly Choice[],
  { advice }: { readonly advice?: string | undefined } = {},
): asserts value is Choice {
  if (choices.some((choice) => choice === value)) return;
  const names = choices.map((choice) => `'${choice}'`);
  const expected = `be ${names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`}`;
  throw new ArgumentError({ where, argument, expected, received: describeValue(value), advice });
}

/** What an object is, and the member by which it is known. */
export type ObjectKind = { readonly be: string; readonly member: string };

/**
 * Checks that an argument is an object of a kind, and not the function that makes one.
 *
 * @throws ArgumentError
 * @example
 * const optimizer = { name: 'still', init: () => ({}), update: () => ({ updates: {}, state: {} }) };
 * checkKind('fit', 'optimizer', optimizer, { be: 'an optimizer', member: 'update' });
 */
export function checkKind(where: string, argument: string, value: unknown, { be, member }: ObjectKind): void {
  if (typeof value === 'object' && value !== null && member in value) return;
  throw new ArgumentError({
    where,
    argument,
    expected: `be ${be}`,
    received: describeValue(value),
    advice: typeof value === 'function' ? howToCall(value.name) : undefined,
  });
}

function howToCall(name: string): string {
  return name === '' ? 'Pass what it returns' : `Call it first: ${name}(), not ${name}`;
}

/**
 * Checks a size that is one integer for all axes, or one for each axis.
 *
 * @param axes their names, as the error lists them
 * @param bounds min: default 1
 * @returns one integer for each axis
 * @throws ArgumentError
 * @example
 * const [height, width] = checkSizes('maxPool2d', 'poolSize', 2, ['height', 'width']);
 */
export function checkSizes<const Axes extends readonly string[]>(
  where: string,
  argument: string,
  value: unknown,
  axes: Axes,
  { min = 1, max = Number.POSITIVE_INFINITY }: IntegerBounds = {},
): { readonly [Axis in keyof Axes]: number } {
  const sizes: readonly unknown[] = Array.isArray(value) ? value : axes.map(() => value);
  const valid = sizes.every((size) => Number.isSafeInteger(size) && (size as number) >= min && (size as number) <= max);
  if (valid && sizes.length === axes.length) return sizes as unknown as { readonly [Axis in keyof Axes]: number }; // one for each
  const each = axes.length === 1 ? '' : `, or one for each of ${axes.slice(0, -1).join(', ')} and ${axes.at(-1)}`;
  throw new ArgumentError({
    where,
    argument,
    expected: `be an integer${integerBounds(min, max)}${each}`,
    received: describeValue(value),
  });
}

function integerBounds(min: number, max: number): string {
  if (min === Number.NEGATIVE_INFINITY) return max === Number.POSITIVE_INFINITY ? '' : ` of at most ${max}`;
  return max === Number.POSITIVE_INFINITY ? ` of at least ${min}` : ` from ${min} to ${max}`;
}

/**
 * A value as an error shows it, in a few words.
 *
 * @example
 * describeValue('valid'); // 'valid', in quotes
 * describeValue([1, 2]); // [1, 2]
 * describeValue({ x: 1, y: 2 }); // an object with x, y
 */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return value.length > 40 ? `'${value.slice(0, 40)}…'` : `'${value}'`;
  if (Array.isArray(value)) {
    return value.length > 8 ? `${value.length} elements` : `[${value.map(describeValue).join(', ')}]`;
  }
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} of ${value.byteLength} bytes`;
  if (typeof value === 'object' && value !== null) return describeObject(value);
  return typeof value === 'function' ? `the function ${value.name || 'without a name'}` : String(value);
}

function describeObject(value: object): string {
  // Found by its fields: charts check their arguments with this file, and need no tensors.
  if ('dataId' in value && 'dtype' in value && 'shape' in value) {
    return `a ${value.dtype} tensor of shape ${formatShape(value.shape as Shape)}`; // a tensor's
  }
  const type = value.constructor?.name ?? 'Object';
  if (type !== 'Object') return `a value of type ${type}`;
  const names = Object.keys(value);
  if (names.length === 0) return 'an empty object';
  return `an object with ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}`;
}
