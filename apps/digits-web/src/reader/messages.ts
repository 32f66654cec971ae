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

export type Call = { [Name in keyof Calls]: { id: number; name: Name; input: Calls[Name]['input'] } }[keyof Calls];

/** To the page: an answer, a failure in one sentence, or news that the weights have changed. */
export type FromReader =
  | { readonly type: 'answer'; readonly id: number; readonly answer: Calls[keyof Calls]['answer'] }
  | { readonly type: 'failure'; readonly id: number; readonly message: string }
  | { readonly type: 'changed' };
