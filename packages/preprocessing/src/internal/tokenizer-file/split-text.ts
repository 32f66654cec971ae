import { unsupported } from './parts.js';

/** What becomes of the matches that divide a text. */
type SplitBehavior = (typeof BEHAVIORS)[number];

const BEHAVIORS = ['Removed', 'Isolated', 'Contiguous', 'MergedWithPrevious', 'MergedWithNext'] as const;

/** @throws FormatError when it is none */
export function behaviorOf(argument: string, value: unknown): SplitBehavior {
  const known = BEHAVIORS.find((behavior) => behavior === value);
  if (known !== undefined) return known;
  throw unsupported(argument, value, BEHAVIORS);
}

/**
 * Divides a text at the matches of a pattern, as Hugging Face's `split` does.
 *
 * @param pattern with the flags `gu`
 * @returns pieces that are not empty
 */
export function splitText(text: string, pattern: RegExp, behavior: SplitBehavior, invert = false): readonly string[] {
  const pieces: { text: string; readonly isMatch: boolean }[] = [];
  const add = (start: number, end: number, isMatch: boolean): void => {
    if (end > start) pieces.push({ text: text.slice(start, end), isMatch: isMatch !== invert });
  };
  let at = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match[0] === '') {
      pattern.lastIndex += text.codePointAt(match.index)! > 0xffff ? 2 : 1;
      continue;
    }
    add(at, match.index, false);
    at = match.index + match[0].length;
    add(match.index, at, true);
  }
  add(at, text.length, false);
  switch (behavior) {
    case 'Removed':
      return pieces.filter(({ isMatch }) => !isMatch).map((piece) => piece.text);
    case 'Isolated':
      return pieces.map((piece) => piece.text);
    case 'Contiguous':
      return merged(pieces, (piece, before) => piece.isMatch === before.isMatch);
    case 'MergedWithPrevious':
      return merged(pieces, (piece, before) => piece.isMatch && !before.isMatch);
    case 'MergedWithNext':
      return merged(pieces, (piece, before) => !piece.isMatch && before.isMatch);
  }
}

type Piece = { readonly text: string; readonly isMatch: boolean };

/** Puts each piece that belongs to the one before it into that. */
function merged(pieces: readonly Piece[], belongs: (piece: Piece, before: Piece) => boolean): readonly string[] {
  const texts: string[] = [];
  for (const [i, piece] of pieces.entries()) {
    if (i > 0 && belongs(piece, pieces[i - 1]!)) texts[texts.length - 1] += piece.text;
    else texts.push(piece.text);
  }
  return texts;
}
