import type { Attention } from './attention.js';

/** What each word that is written looks at, of the words that are read: tokens put together. */
export type WordAttention = {
  /** The words of the translation. */
  readonly written: readonly string[];
  /** The words of the phrase, and its end, `∎`. */
  readonly read: readonly string[];
  /** [written][read], each row with a sum of 1. */
  readonly weights: readonly Float32Array[];
};

const END = '∎';

/**
 * Puts the tokens of each word together: what a word looks at is the mean of its tokens, and what is looked at is their sum. A
 * text without spaces, as in Japanese, keeps its tokens.
 *
 * @param texts the phrase and its translation, which have the words where tokens are parts of letters
 */
export function wordAttention(
  { written, read, weights }: Attention,
  { phrase, translation }: { readonly phrase: string; readonly translation: string },
): WordAttention {
  const rows = groupsOf(written, translation).filter(({ name }) => name !== END);
  const columns = groupsOf(read, phrase);
  return {
    written: rows.map(({ name }) => name),
    read: columns.map(({ name }) => name),
    weights: rows.map(({ tokens }) =>
      Float32Array.from(columns, (column) => {
        const total = (row: number): number => column.tokens.reduce((sum, token) => sum + weights[row]![token]!, 0);
        return tokens.reduce((sum, row) => sum + total(row), 0) / tokens.length;
      }),
    ),
  };
}

type Group = { readonly name: string; readonly tokens: readonly number[] };

function groupsOf(names: readonly string[], text: string): readonly Group[] {
  const groups: { name: string; tokens: number[] }[] = [];
  for (const [token, name] of names.entries()) {
    const last = groups.at(-1);
    if (last === undefined || name === END || name.startsWith('␣')) groups.push({ name, tokens: [token] });
    else {
      last.name += name;
      last.tokens.push(token);
    }
  }
  const words = text.split(' ');
  if (words.length === 1) return names.map((name, token) => ({ name, tokens: [token] }));
  const hasAll = groups.length === words.length + 1;
  return groups.map(({ name, tokens }, i) => ({
    name: hasAll && name !== END ? words[i]! : name.replace(/^␣/, ''),
    tokens,
  }));
}
