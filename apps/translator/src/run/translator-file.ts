import { loadModel, saveModel } from '@neurite/command-kit/model-card';
import type { EncoderDecoder } from '@neurite/translator-model/encoder-decoder';
import { encoderDecoder } from '@neurite/translator-model/translator';
import {
  CARD,
  cardOf,
  type Translator,
  type TranslatorCard,
  translatorOf,
} from '@neurite/translator-model/translator-card';

export function saveTranslator(run: string, translator: Translator): Promise<void> {
  return saveModel(run, translator.model, { name: CARD, card: cardOf(translator) });
}

/**
 * @returns a translator whose model the caller owns
 * @throws ArgumentError when there is none; FormatError when the file is broken, or of something else
 */
export async function loadTranslator(run: string): Promise<Translator> {
  const { model, card } = await loadModel<EncoderDecoder, TranslatorCard>(run, {
    name: CARD,
    command: 'npm run translate',
    registry: { encoderDecoder },
  });
  return translatorOf(model, card);
}
