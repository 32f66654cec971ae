import { ArgumentError } from '@neurite/core';
import { bytesOf } from './byte-tokens.js';
import { broken, flag, list, type Part, tokenNumber } from './parts.js';
import type { PieceModel } from './piece-model.js';

/** How much less likely an unknown character is than the rarest token, as a logarithm. */
const UNKNOWN_PENALTY = 10;

/** The best way to a position of a piece: its score, and where its last token begins. */
type Way = { readonly score: number; readonly start: number; readonly number: number };

/**
 * The tokens of a piece whose scores (logarithms of probabilities) have the largest sum. Neighbouring characters that are
 * in no token become one that is unknown, or their bytes where the vocabulary has these.
 *
 * @see Kudo, "Subword Regularization", 2018
 */
export function unigramModel(model: Part): PieceModel {
  const { vocabulary, scores, unknown, isByBytes } = scoresOf(model);
  const unknownScore =
    scores.reduce((least, score) => Math.min(least, score), Number.POSITIVE_INFINITY) - UNKNOWN_PENALTY;
  let longest = 0;
  for (const token of vocabulary.keys()) longest = Math.max(longest, token.length);
  const ways = (piece: string): readonly (Way | undefined)[] => {
    const best: (Way | undefined)[] = [{ score: 0, start: 0, number: -1 }];
    const reach = (end: number, way: Way): void => {
      const known = best[end];
      if (known === undefined || way.score > known.score) best[end] = way;
    };
    for (let start = 0; start < piece.length; ) {
      const { score } = best[start]!; // each character can be reached, as an unknown one
      const next = start + (piece.codePointAt(start)! > 0xffff ? 2 : 1);
      let isKnown = false;
      const last = Math.min(piece.length, start + longest);
      for (let end = next; end <= last; end++) {
        const number = vocabulary.get(piece.slice(start, end));
        if (number === undefined) continue;
        reach(end, { score: score + scores[number]!, start, number });
        isKnown ||= end === next;
      }
      if (!isKnown) reach(next, { score: score + unknownScore, start, number: unknown ?? -1 });
      start = next;
    }
    return best;
  };
  const numbersOf = (token: string): readonly number[] => {
    const number = vocabulary.get(token);
    if (number !== undefined) return [number];
    const bytes = isByBytes ? bytesOf(token, vocabulary) : undefined;
    if (bytes !== undefined) return bytes;
    if (unknown !== undefined) return [unknown];
    throw new ArgumentError({
      where: 'transform',
      argument: 'text',
      expected: 'be of the tokens of the vocabulary, which has no unknown one',
      received: JSON.stringify(token),
    });
  };
  const encode = (piece: string): readonly number[] => {
    const best = ways(piece);
    const tokens: string[] = [];
    for (let end = piece.length, isUnknown = false; end > 0; ) {
      const { start, number } = best[end]!; // as above
      const token = piece.slice(start, end);
      const isOwn = number === unknown || number === -1;
      if (isOwn && isUnknown) tokens[tokens.length - 1] = token + tokens.at(-1)!;
      else tokens.push(token);
      isUnknown = isOwn;
      end = start;
    }
    return tokens.toReversed().flatMap(numbersOf);
  };
  return { vocabulary, encode };
}

/** The tokens and their scores, and the number of the unknown one. */
function scoresOf(model: Part): {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly scores: readonly number[];
  readonly unknown: number | undefined;
  readonly isByBytes: boolean;
} {
  const scores: number[] = [];
  const vocabulary = new Map<string, number>();
  for (const [number, entry] of list('model.vocab', model.vocab).entries()) {
    const [token, score] = list('model.vocab', entry);
    if (typeof token !== 'string' || typeof score !== 'number') {
      throw broken('model.vocab', 'be pairs of a token and a number', entry);
    }
    vocabulary.set(token, number);
    scores.push(score);
  }
  const unknown =
    model.unk_id === null || model.unk_id === undefined ? undefined : tokenNumber('model.unk_id', model.unk_id);
  if (unknown !== undefined && unknown >= scores.length) {
    throw broken('model.unk_id', 'be a number of the vocabulary', model.unk_id);
  }
  return { vocabulary, scores, unknown, isByBytes: flag('model.byte_fallback', model.byte_fallback, false) };
}
