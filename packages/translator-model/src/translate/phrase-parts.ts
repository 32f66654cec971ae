import { fold } from '../data/normalize.js';

/** A part of a phrase, which stands in it as it is. */
export type PhrasePart = { readonly text: string; readonly unknown: boolean };

/** A phrase in parts, so that words which were never learned from can be marked. @param unknown those words, folded */
export function phraseParts(phrase: string, unknown: readonly string[]): readonly PhrasePart[] {
  const parts: PhrasePart[] = [];
  // Every other part is what stands between two words.
  for (const text of phrase.split(/([^\p{P}\p{S}\p{N}\s]+)/u)) {
    if (text === '') continue;
    const isUnknown = unknown.includes(fold(text));
    const last = parts.at(-1);
    if (last !== undefined && !isUnknown && !last.unknown)
      parts[parts.length - 1] = { ...last, text: last.text + text };
    else parts.push({ text, unknown: isUnknown });
  }
  return parts;
}
