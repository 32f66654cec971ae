import type { Training } from '@neurite/digits-model/model-file';
import type { Ink, Reading } from './reader.js';

/** The calls of the page to its reading worker: name, input, answer. */
export type Calls = {
  /** Answers with the engine that runs, in words. */
  start: { input: undefined; answer: string };
  read: { input: Ink; answer: Reading };
  load: { input: { readonly bytes: Uint8Array; readonly name: string }; answer: Training };
  save: { input: undefined; answer: Uint8Array<ArrayBuffer> };
  forget: { input: undefined; answer: undefined };
  /** From now on the weights of a training come through this port. */
  follow: { input: MessagePort; answer: undefined };
};
