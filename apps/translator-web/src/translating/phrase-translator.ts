import { attentionOf } from '@neurite/translator-model/attention';
import type { Languages } from '@neurite/translator-model/pair';
import { translateAll } from '@neurite/translator-model/translate-all';
import { type Translation, translatePhrase } from '@neurite/translator-model/translate-phrase';
import type { Translator } from '@neurite/translator-model/translator-card';
import { type WordAttention, wordAttention } from '@neurite/translator-model/word-attention';
import { decodeTranslator, encodeTranslator } from '../model/translator-bytes.js';

/** Holds the network that translates, if there is one; it can be replaced. */
export class PhraseTranslator {
  #translator: Translator | undefined;

  async translate(phrase: string): Promise<Translation | undefined> {
    return this.#translator && translatePhrase(this.#translator, phrase);
  }

  async look(texts: { readonly phrase: string; readonly translation: string }): Promise<WordAttention | undefined> {
    if (this.#translator === undefined) return undefined;
    const { model, tokenizer } = this.#translator;
    return wordAttention(await attentionOf(model, tokenizer, texts), texts);
  }

  async translateAll(phrases: readonly string[]): Promise<readonly string[]> {
    if (this.#translator === undefined) return [];
    return translateAll(this.#translator.model, this.#translator.tokenizer, phrases);
  }

  /**
   * @param options.bytes a file of the command, of the page, or of a training that runs
   * @throws FormatError when the file is broken or another program's; the network stays as it was
   */
  load({ bytes, name }: { readonly bytes: Uint8Array; readonly name: string }): Languages {
    const translator = decodeTranslator(bytes, name);
    this.forget();
    this.#translator = translator;
    return translator.languages;
  }

  /** @returns a file for `load`, here and in the command */
  async save(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#translator && encodeTranslator(this.#translator);
  }

  forget(): void {
    this.#translator?.model.dispose();
    this.#translator = undefined;
  }
}
