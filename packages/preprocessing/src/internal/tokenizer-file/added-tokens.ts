import { escaped, flag, list, type Part, record, string, tokenNumber, unsupported } from './parts.js';

/** A part of a text: a token that was added to the vocabulary, or what is between such. */
type Segment = { readonly text: string; readonly number: number | undefined };

/** The tokens that were added to a vocabulary. @throws FormatError when one is not what it must be */
export function addedTokens(value: unknown): readonly Part[] {
  return list('added_tokens', value ?? []).map((each) => {
    const token = record('added_tokens', each);
    string('added_tokens.content', token.content);
    tokenNumber('added_tokens', token.id);
    if (flag('added_tokens.single_word', token.single_word, false)) {
      throw unsupported('added_tokens.single_word', true, ['false']);
    }
    return token;
  });
}

/**
 * Finds added tokens in a text, the longest of those that begin first; with the white space beside them where they say so.
 *
 * @param change what has been done to the text, and is done to the tokens before they are looked for
 */
export function finderOf(
  added: readonly Part[],
  change: (text: string) => string,
): (text: string) => readonly Segment[] {
  const tokens = added
    .map(({ content, id, lstrip, rstrip }) => ({ text: change(String(content)), number: Number(id), lstrip, rstrip }))
    .filter(({ text }) => text !== '')
    .toSorted((a, b) => b.text.length - a.text.length);
  if (tokens.length === 0) return (text) => [{ text, number: undefined }];
  // Behind the group of each token stands the white space that it takes.
  const alternatives = tokens.map(
    ({ text, lstrip, rstrip }) =>
      `${lstrip === true ? '\\p{White_Space}*' : ''}(${escaped(text)})${rstrip === true ? '\\p{White_Space}*' : ''}`,
  );
  const pattern = new RegExp(alternatives.join('|'), 'gu');
  return (text) => {
    const segments: Segment[] = [];
    let at = 0;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      if (match.index > at) segments.push({ text: text.slice(at, match.index), number: undefined });
      const group = match.slice(1).findIndex((found) => found !== undefined);
      segments.push({ text: match[0], number: tokens[group]!.number });
      at = match.index + match[0].length;
    }
    if (at < text.length) segments.push({ text: text.slice(at), number: undefined });
    return segments;
  };
}
