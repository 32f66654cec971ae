import { FormatError, type Json } from '@neurite/core';

/** The fields of something saved as `{ kind: 'neurite/<name>', version: 1, … }`. */
export type Saved = { readonly [field: string]: Json };

/** What a field of a saved transformer must be. */
type FieldCheck = readonly [expected: string, check: (value: Json) => boolean];

const isNumber = (value: Json): boolean => typeof value === 'number' && Number.isFinite(value);
const isCategory = (value: Json): boolean => typeof value === 'string' || typeof value === 'boolean' || isNumber(value);

/** The checks of fields that several transformers have. */
export const FIELDS: Readonly<
  Record<
    | 'number'
    | 'positive'
    | 'count'
    | 'numbers'
    | 'ascending'
    | 'category'
    | 'categories'
    | 'boolean'
    | 'json'
    | 'record'
    | 'tokens',
    FieldCheck
  >
> = {
  number: ['a number', isNumber],
  positive: ['a number above 0', (value) => isNumber(value) && Number(value) > 0],
  count: ['an integer of at least 1', (value) => Number.isSafeInteger(value) && Number(value) > 0],
  numbers: ['numbers', (value) => Array.isArray(value) && value.every(isNumber)],
  ascending: [
    'at least one number, in ascending order',
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((each, i) => isNumber(each) && (i === 0 || each >= value[i - 1])),
  ],
  category: ['a string, a number or a boolean', isCategory],
  categories: [
    'different strings, numbers or booleans, null for missing ones',
    (value) =>
      Array.isArray(value) &&
      value.every((each) => each === null || isCategory(each)) &&
      new Set(value).size === value.length,
  ],
  tokens: [
    'different strings, <pad> and <unk> first',
    (value) =>
      Array.isArray(value) &&
      value.every((each) => typeof each === 'string') &&
      value[0] === '<pad>' &&
      value[1] === '<unk>' &&
      new Set(value).size === value.length,
  ],
  boolean: ['true or false', (value) => typeof value === 'boolean'],
  json: ['what a fitted transformer was saved as', (value) => typeof value === 'object' && value !== null],
  record: ['an object', (value) => typeof value === 'object' && value !== null && !Array.isArray(value)],
};

/** A check of a field that is one of a few strings. */
export function oneOf(choices: readonly string[]): FieldCheck {
  return [choices.map((choice) => `'${choice}'`).join(' or '), (value) => choices.some((choice) => choice === value)];
}

/** A check of a field that is a list of a few strings. */
export function listOf(choices: readonly string[]): FieldCheck {
  const [expected, check] = oneOf(choices);
  return [`a list of ${expected}`, (value) => Array.isArray(value) && value.every(check)];
}

/**
 * Reads what `toJSON` of a transformer gave.
 *
 * @throws FormatError when it is of another kind or version, or a field is not what it must be
 */
export function readSaved(name: string, json: Json, fields: Readonly<Record<string, FieldCheck>>): Saved {
  const where = `${name}.restore`;
  const saved = typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Saved) : {}; // no array
  if (saved.kind !== `neurite/${name}`) throw broken(where, 'kind', `'neurite/${name}'`, saved.kind);
  if (saved.version !== 1) throw broken(where, 'version', '1', saved.version);
  for (const [field, [expected, check]] of Object.entries(fields)) {
    const value = saved[field];
    if (value === undefined || !check(value)) throw broken(where, field, expected, value);
  }
  return saved;
}

function broken(where: string, field: string, expected: string, value: Json | undefined): FormatError {
  const text = JSON.stringify(value) ?? 'none';
  const received = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return new FormatError({ where, argument: `json.${field}`, expected: `be ${expected}`, received });
}
