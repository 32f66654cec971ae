import { modelFromBytes } from '@neurite/command-kit/model-from-bytes';
import { modelToSafetensors } from '@neurite/formats';
import type { EncoderDecoder } from '@neurite/translator-model/encoder-decoder';
import { encoderDecoder } from '@neurite/translator-model/translator';
import {
  CARD,
  cardOf,
  type Translator,
  type TranslatorCard,
  translatorOf,
} from '@neurite/translator-model/translator-card';

/** @returns a file for `decodeTranslator`, and for `npm run translate` */
export function encodeTranslator(translator: Translator): Promise<Uint8Array<ArrayBuffer>> {
  return modelToSafetensors(translator.model, { metadata: { [CARD]: JSON.stringify(cardOf(translator)) } });
}

/**
 * @param bytes a file of the page, or of a run of `npm run translate`
 * @param where how errors name the file
 * @returns a translator whose model the caller owns
 * @throws FormatError when the file is broken, or of something else
 */
export function decodeTranslator(bytes: Uint8Array, where: string): Translator {
  const file = { name: CARD, command: 'npm run translate', registry: { encoderDecoder } };
  const { model, card } = modelFromBytes<EncoderDecoder, TranslatorCard>(bytes, { where, ...file });
  return translatorOf(model, card);
}
