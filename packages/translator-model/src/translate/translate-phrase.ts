import { beamSearch } from '@neurite/layers/beam-search';
import { normalize } from '../data/normalize.js';
import { unknownWords } from '../measures/known-words.js';
import { END, phraseIds, START } from '../networks/tokens.js';
import type { Translator } from '../translator-card.js';
import { readPhrases } from './read-phrases.js';
import { mostTokens, textOf } from './translate-all.js';

/** A translation, and how likely the network takes it for. */
export type Candidate = {
  readonly text: string;
  /** The probability of all of its tokens together, from 0 to 1. */
  readonly confidence: number;
};

export type Translation = {
  readonly phrase: string;
  /** The likeliest ones, the best first, at least one. */
  readonly candidates: readonly Candidate[];
  /** The words of the phrase that were never learned from, folded. */
  readonly unknown: readonly string[];
};

/** Translates a phrase. @param beams how many translations are followed at once */
export async function translatePhrase(
  { model, tokenizer, known }: Omit<Translator, 'languages'>,
  given: string,
  beams = 4,
): Promise<Translation> {
  const phrase = normalize(given);
  const ids = phraseIds(phrase, tokenizer);
  const read = readPhrases(model, [ids]);
  try {
    const length = mostTokens(ids.length);
    // Without a penalty the score is the logarithm of the probability.
    const options = { beams, length, end: END, lengthPenalty: 0, input: read.input };
    const found = await beamSearch(model.decoder, [START], options);
    const candidates = found.map(({ ids: written, score }) => ({
      text: textOf(written, tokenizer),
      confidence: Math.exp(score),
    }));
    return { phrase, candidates, unknown: unknownWords(phrase, known) };
  } finally {
    read.dispose();
  }
}
