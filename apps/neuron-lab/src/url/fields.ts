/** How one value of a room's state is written into the address, and read from it. */
export type Field<T> = {
  encode(value: T): string;
  /** @returns undefined where the text means no value of this field */
  decode(text: string): T | undefined;
};

/** One field for each key of a state. */
export type Fields<State> = { readonly [Key in keyof State]: Field<State[Key]> };

/** What an address says, and which of its parts were not understood. */
export type Decoded<State> = { readonly state: State; readonly problems: readonly string[] };

/** Enough digits for what a slider or a drag can say. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** A number as people write it; NaN for anything else, `0x10`, `Infinity` and nothing at all among them. */
export function parseNumber(text: string): number {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN;
}

/** @param range both ends belong to it; `integer` leaves only integers */
export function numberField(range: { min: number; max: number; integer?: boolean }): Field<number> {
  return {
    encode: shortNumber,
    decode: (text) => {
      const value = parseNumber(text);
      const known = value >= range.min && value <= range.max;
      return known && (range.integer !== true || Number.isInteger(value)) ? value : undefined;
    },
  };
}

/** One of a few words. */
export function choiceField<const Choice extends string>(choices: readonly Choice[]): Field<Choice> {
  return { encode: (value) => value, decode: (text) => choices.find((choice) => choice === text) };
}

/** Yes or no, as 1 or 0. */
export const flagField: Field<boolean> = {
  encode: (value) => (value ? '1' : '0'),
  decode: (text) => (text === '1' ? true : text === '0' ? false : undefined),
};

/** @param limits how many items there may be */
export function listField<T>(
  item: Field<T>,
  limits: { separator: string; least: number; most: number },
): Field<readonly T[]> {
  return {
    encode: (values) => values.map((value) => item.encode(value)).join(limits.separator),
    decode: (text) => {
      const parts = text === '' ? [] : text.split(limits.separator);
      if (parts.length < limits.least || parts.length > limits.most) return undefined;
      const values = parts.map((part) => item.decode(part));
      return values.includes(undefined) ? undefined : (values as T[]); // undefined was just looked for
    },
  };
}

/** The query of an address; what equals its default is left out. */
export function encodeFields<State extends object>(fields: Fields<State>, state: State, defaults: State): string {
  const query = new URLSearchParams();
  for (const key of keysOf(fields)) {
    const text = fields[key].encode(state[key]);
    if (text !== fields[key].encode(defaults[key])) query.set(String(key), text);
  }
  // Commas and semicolons are allowed in a fragment and easier to read as they are.
  return query.toString().replaceAll('%2C', ',').replaceAll('%3B', ';').replaceAll('%7E', '~');
}

/** What is missing is the default; so is what was not understood, and then it is named in `problems`. */
export function decodeFields<State extends object>(
  fields: Fields<State>,
  query: string,
  defaults: State,
): Decoded<State> {
  const given = new URLSearchParams(query);
  const problems: string[] = [];
  const state = { ...defaults };
  for (const key of keysOf(fields)) {
    const text = given.get(String(key));
    if (text === null) continue;
    const value = fields[key].decode(text);
    if (value === undefined) problems.push(partOf(String(key), text));
    else state[key] = value;
  }
  return { state, problems };
}

/** The parts of a query that belong to none of these fields. */
export function unknownParts(query: string, ...known: readonly object[]): string[] {
  const parts = [...new URLSearchParams(query)].filter(([key]) => !known.some((fields) => Object.hasOwn(fields, key)));
  return parts.map(([key, text]) => partOf(key, text));
}

/** As it stands in an address, but for what is too long to be said. */
function partOf(key: string, text: string): string {
  const part = `${key}=${text}`;
  return part.length > 48 ? `${part.slice(0, 48)}…` : part;
}

function keysOf<State extends object>(fields: Fields<State>): (keyof State)[] {
  return Object.keys(fields) as (keyof State)[]; // one field for each key
}
