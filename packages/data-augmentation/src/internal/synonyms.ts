import { ArgumentError, describeValue } from '@neurite/core';

/** Words that stand for one another, by the word in lower case. */
export type Synonyms = Readonly<Record<string, readonly string[]>>;

/** @throws ArgumentError for what is no table of lists of words */
export function checkSynonyms(where: string, table: Synonyms): void {
  const isList = (list: unknown): boolean => Array.isArray(list) && list.every((word) => typeof word === 'string');
  if (typeof table === 'object' && table !== null && Object.values(table).every(isList)) return;
  const expected = 'have a list of words for each word, in lower case';
  throw new ArgumentError({ where, argument: 'synonyms', expected, received: describeValue(table) });
}

/** The letters of a word, without the punctuation around it, and its synonyms. */
export function synonymsOf(table: Synonyms, word: string): { readonly core: string; readonly list: readonly string[] } {
  const core = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/su.exec(word)?.[0] ?? '';
  const key = core.toLowerCase();
  return { core, list: Object.hasOwn(table, key) ? table[key]! : [] };
}
