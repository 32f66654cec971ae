import { type Card, loadModel, saveModel } from '@neurite/command-kit/model-card';
import type { Json } from '@neurite/core';
import { bytePairTokenizer } from '@neurite/preprocessing/byte-pair-tokenizer';
import type { FittedTokenizer } from '@neurite/preprocessing/tokenizer';
import type { Languages } from '../data/pair.js';
import type { EncoderDecoder } from '../networks/encoder-decoder.js';
import { encoderDecoder } from '../networks/translator.js';

/** What translates, and what it was taught. */
export type Translator = {
  readonly model: EncoderDecoder;
  readonly tokenizer: FittedTokenizer;
  readonly languages: Languages;
  /** The words of all phrases that it learned from, folded. */
  readonly known: ReadonlySet<string>;
};

type TranslatorCard = Card & {
  readonly languages: Languages;
  readonly tokenizer: Json;
  readonly known: readonly string[];
};

const NAME = 'translator';

export function saveTranslator(run: string, { model, tokenizer, languages, known }: Translator): Promise<void> {
  const card: TranslatorCard = { version: 1, languages, tokenizer: tokenizer.toJSON(), known: [...known] };
  return saveModel(run, model, { name: NAME, card });
}

/**
 * @returns a translator whose model the caller owns
 * @throws ArgumentError when there is none; FormatError when the file is broken, or of something else
 */
export async function loadTranslator(run: string): Promise<Translator> {
  const { model, card } = await loadModel<EncoderDecoder, TranslatorCard>(run, {
    name: NAME,
    command: 'npm run translate',
    registry: { encoderDecoder },
  });
  const tokenizer = bytePairTokenizer().restore(card.tokenizer);
  return { model, tokenizer, languages: card.languages, known: new Set(card.known) };
}
