import { ArgumentError, checkFunction, checkInteger, describeValue } from '@neurite/core';
import { type SequenceBatch, sequencePairs } from './host-sequences.js';

/** How a metric over texts reads tokens. */
export type TextOptions = {
  /** The token that fills sequences up; it is left out of both. Default: none. */
  readonly padding?: number | undefined;
  /** Makes a text of tokens. Default: the tokens themselves, as words. */
  readonly decode?: ((tokens: ArrayLike<number>) => string) | undefined;
};

/** The texts for one sample: what was written, and what should have been, each of which is right. */
export type TextPair = { readonly guess: string; readonly truths: readonly string[]; readonly count: number };

/** @throws ArgumentError */
export function checkTextOptions(where: string, { padding, decode }: TextOptions): void {
  if (padding !== undefined) checkInteger(where, 'padding', padding);
  if (decode !== undefined) checkFunction(where, 'decode', decode);
}

/** The texts of a batch of tokens that have weight. */
export function textPairs(where: string, batch: SequenceBatch, { padding, decode = asWords }: TextOptions): TextPair[] {
  const { guesses, truths, counts } = sequencePairs(where, batch, padding);
  return guesses.flatMap((guess, i) =>
    counts[i] === 0 ? [] : [{ guess: decode(guess), truths: [decode(truths[i]!)], count: counts[i]! }],
  );
}

function asWords(tokens: ArrayLike<number>): string {
  return Array.from(tokens).join(' ');
}

/** Hypotheses and their references as pairs. */
export function corpusPairs(
  where: string,
  hypotheses: readonly string[],
  references: readonly (string | readonly string[])[],
): TextPair[] {
  if (hypotheses.length !== references.length) {
    const expected = `have one entry for each of ${hypotheses.length} hypotheses`;
    throw new ArgumentError({ where, argument: 'references', expected, received: String(references.length) });
  }
  return hypotheses.map((guess, i) => {
    const truths = typeof references[i] === 'string' ? [references[i]] : references[i]!;
    if (typeof guess === 'string' && truths.length > 0 && truths.every((truth) => typeof truth === 'string')) {
      return { guess, truths, count: 1 };
    }
    const expected = 'be a text, or a list of at least one';
    throw new ArgumentError({ where, argument: `references[${i}]`, expected, received: describeValue(references[i]) });
  });
}
