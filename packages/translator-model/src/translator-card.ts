import type { Json } from '@neurite/core';
import { bytePairTokenizer } from '@neurite/preprocessing/byte-pair-tokenizer';
import type { FittedTokenizer } from '@neurite/preprocessing/tokenizer';
import type { Languages } from './data/pair.js';
import type { EncoderDecoder } from './networks/encoder-decoder.js';

/** What translates, and what it was taught. */
export type Translator = {
  readonly model: EncoderDecoder;
  readonly tokenizer: FittedTokenizer;
  readonly languages: Languages;
  /** The words of all phrases that it learned from, folded. */
  readonly known: ReadonlySet<string>;
};

/** What the file of a model says beside its weights. */
export type TranslatorCard = {
  readonly version: 1;
  readonly languages: Languages;
  readonly tokenizer: Json;
  readonly known: readonly string[];
};

/** The name of the card in the metadata of a file. */
export const CARD = 'translator';

export function cardOf({ languages, tokenizer, known }: Omit<Translator, 'model'>): TranslatorCard {
  return { version: 1, languages, tokenizer: tokenizer.toJSON(), known: [...known] };
}

export function translatorOf(model: EncoderDecoder, { languages, tokenizer, known }: TranslatorCard): Translator {
  return { model, tokenizer: bytePairTokenizer().restore(tokenizer), languages, known: new Set(known) };
}
