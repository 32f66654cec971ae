import type { Classified } from '@neurite/pets-model/classify';
import type { Heat } from '@neurite/pets-model/grad-cam';
import type { PetsCard } from '@neurite/pets-model/model-file';

/** What a network makes of a photograph. */
export type Look = Classified & {
  /** Where it sees the most probable class. */
  readonly seen: Heat;
};

/** The calls of the page to its worker. */
export type Calls = {
  /** Answers with the engine that runs, in words. */
  readonly start: { readonly input: undefined; readonly answer: string };
  readonly load: { readonly input: { readonly bytes: Uint8Array; readonly name: string }; readonly answer: PetsCard };
  readonly look: { readonly input: ImageBitmap; readonly answer: Look };
  /** Where the network sees a class in the last photograph. */
  readonly see: { readonly input: number; readonly answer: Heat };
  /** What a class needs of the last photograph. */
  readonly need: { readonly input: number; readonly answer: Heat };
};
