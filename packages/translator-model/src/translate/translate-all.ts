import { generate } from '@neurite/layers/generate';
import type { FittedTokenizer } from '@neurite/preprocessing/tokenizer';
import type { EncoderDecoder } from '../networks/encoder-decoder.js';
import { END, phraseIds, START } from '../networks/tokens.js';
import { readPhrases } from './read-phrases.js';

const BATCH = 128;

/** The most tokens of a translation. */
export function mostTokens(tokens: number): number {
  return 2 * tokens + 16;
}

/**
 * Translates many phrases, each by the likeliest token in each step.
 *
 * @param onProgress called after each batch with the share that is done
 */
export async function translateAll(
  model: EncoderDecoder,
  tokenizer: FittedTokenizer,
  phrases: readonly string[],
  onProgress: (share: number) => void = () => {},
): Promise<string[]> {
  const ids = phrases.map((phrase) => phraseIds(phrase, tokenizer));
  const order = [...ids.keys()].sort((a, b) => ids[a]!.length - ids[b]!.length);
  const translations = new Array<string>(phrases.length);
  for (let from = 0; from < order.length; from += BATCH) {
    const rows = order.slice(from, from + BATCH);
    const read = readPhrases(
      model,
      rows.map((row) => ids[row]!),
    );
    try {
      const length = mostTokens(ids[rows.at(-1)!]!.length);
      const texts = await generate(
        model.decoder,
        rows.map(() => [START]),
        { length, end: END, input: read.input },
      );
      for (const [i, row] of rows.entries()) translations[row] = textOf(texts[i]!, tokenizer);
    } finally {
      read.dispose();
    }
    onProgress(Math.min(1, (from + BATCH) / order.length));
  }
  return translations;
}

/** The text of ids, without those that begin and end it. */
export function textOf(ids: readonly number[], tokenizer: FittedTokenizer): string {
  return tokenizer.invert(ids.filter((id) => id > END)).trim();
}
