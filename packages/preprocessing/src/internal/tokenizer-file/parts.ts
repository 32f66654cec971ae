import { FormatError, type Json } from '@neurite/core';

/** A part of a `tokenizer.json`: its fields are checked where they are read. */
export type Part = { readonly [field: string]: unknown };

const WHERE = 'readTokenizer';

/** @throws FormatError when a value is no object */
export function record(argument: string, value: unknown): Part {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Part; // its fields are checked
  throw broken(argument, 'be an object', value);
}

/** @throws FormatError when a value is no list */
export function list(argument: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw broken(argument, 'be a list', value);
}

/** @throws FormatError when a value is no string */
export function string(argument: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw broken(argument, 'be a string', value);
}

/** @throws FormatError when a value is neither true nor false; `otherwise` where it is absent */
export function flag(argument: string, value: unknown, otherwise: boolean): boolean {
  if (value === undefined || value === null) return otherwise;
  if (typeof value === 'boolean') return value;
  throw broken(argument, 'be true or false', value);
}

export function broken(argument: string, expected: string, value: unknown): FormatError {
  const received = (JSON.stringify(value) ?? 'none').slice(0, 60);
  return new FormatError({ where: WHERE, argument, expected, received });
}

/** @param supported what the part may be instead */
export function unsupported(part: string, value: unknown, supported: readonly string[]): FormatError {
  return new FormatError({
    where: WHERE,
    problem: `${part} ${JSON.stringify(value)} is not supported`,
    advice: `Supported are: ${supported.join(', ')}`,
  });
}

/** Takes a number of a token. @throws FormatError when it is no integer from 0 */
export function tokenNumber(argument: string, value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 24) return value as number;
  throw broken(argument, 'have integers from 0', value);
}

/** The steps of a part that may be one, or a sequence of some, also within one another. */
export function stepsOf(argument: string, value: unknown, field: string): readonly Part[] {
  if (value === null || value === undefined) return [];
  const part = record(argument, value);
  if (part.type !== 'Sequence') return [part];
  return list(`${argument}.${field}`, part[field]).flatMap((each) => stepsOf(argument, each, field));
}

/**
 * A pattern of a file as a regular expression with the flags `gu`. White space is Unicode's there, and a group may ignore
 * case.
 *
 * @throws FormatError when it is none here
 */
export function patternOf(argument: string, value: unknown): string {
  const { String: text, Regex: regex } = record(argument, value);
  if (typeof text === 'string') return escaped(text);
  if (typeof regex !== 'string') throw broken(argument, 'be a string or a regular expression', value);
  const ignoringCase = regex.replace(/\(\?i:([^()]*)\)/g, (_, body: string) => {
    const either = body.replace(/\p{L}/gu, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
    return `(?:${either})`;
  });
  const pattern = ignoringCase.replaceAll('\\s', '\\p{White_Space}').replaceAll('\\S', '\\P{White_Space}');
  try {
    new RegExp(pattern, 'gu');
    return pattern;
  } catch (cause) {
    throw new FormatError({
      where: WHERE,
      problem: `the pattern of the tokenizer is no regular expression here: ${regex}`,
      cause,
    });
  }
}

/** A text as a regular expression that matches it. */
export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/gu, (sign) => (sign === '-' ? '\\x2d' : `\\${sign}`));
}

/** The token that fills up short texts: what the file says, else a special one of that name, else -1. */
export function paddingOf(file: Part, added: readonly Part[]): number {
  const given =
    file.padding === null || file.padding === undefined ? undefined : record('padding', file.padding).pad_id;
  if (typeof given === 'number') return given;
  const known = added.find(({ content }) => /^[<[|]*pad[>\]|]*$/i.test(String(content)));
  return known === undefined ? -1 : tokenNumber('added_tokens', known.id);
}

/** A part as JSON: it came from a file. */
export function asJson(value: unknown): Json {
  return (value ?? null) as Json;
}
