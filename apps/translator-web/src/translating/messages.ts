import type { Languages } from '@neurite/translator-model/pair';
import type { Translation } from '@neurite/translator-model/translate-phrase';
import type { WordAttention } from '@neurite/translator-model/word-attention';

/** The calls of the page to its translating worker: name, input, answer. */
export type Calls = {
  /** Answers with the engine that runs, in words. */
  start: { input: undefined; answer: string };
  /** Answers with what the model translates. */
  load: { input: { readonly bytes: Uint8Array; readonly name: string }; answer: Languages };
  /** Undefined while there is no model. */
  translate: { input: string; answer: Translation | undefined };
  /** What each word of a translation looked at. */
  look: {
    input: { readonly phrase: string; readonly translation: string };
    answer: WordAttention | undefined;
  };
  /** Each by its likeliest tokens, which is faster than `translate`. */
  translateAll: { input: readonly string[]; answer: readonly string[] };
  /** Undefined while there is no model. */
  save: { input: undefined; answer: Uint8Array<ArrayBuffer> | undefined };
  forget: { input: undefined; answer: undefined };
  /** From now on the weights of a training come through this port. */
  follow: { input: MessagePort; answer: undefined };
};
