import type { Module, Registry } from '@neurite/core';
import { FormatError, NeuriteError } from '@neurite/core/errors';
import { readSafetensors, safetensorsToModel } from '@neurite/formats';

/** What a file says about the model in it. */
export type Card = { readonly version: 1 };

/** Which file it is. */
export type CardOptions = {
  /** Under which name its metadata have the card. */
  readonly name: string;
  /** What makes such a file: `npm run forecast`. */
  readonly command: string;
};

/** Which file it is, and how it becomes a model. */
export type ModelFile = CardOptions & {
  /** The functions that the architecture names. */
  readonly registry: Registry;
};

/**
 * A model and its card from a file that `saveModel` of `model-card` wrote. Nothing here needs Node: pages use it, too.
 *
 * @param options.where how errors name the file
 * @returns a model that the caller owns, and its card
 * @throws FormatError when the file is broken, or of something else
 */
export function modelFromBytes<M extends Module<never, unknown>, C extends Card>(
  bytes: Uint8Array,
  { where, registry, ...options }: ModelFile & { readonly where: string },
): { readonly model: M; readonly card: C } {
  const card = cardOf<C>(where, bytes, options);
  try {
    return { model: safetensorsToModel(bytes, registry) as Module<never, unknown> as M, card }; // as its card says
  } catch (error) {
    throw error instanceof NeuriteError ? error.within(where) : error;
  }
}

function cardOf<C extends Card>(where: string, bytes: Uint8Array, { name, command }: CardOptions): C {
  try {
    const { metadata } = readSafetensors(bytes);
    const card = JSON.parse(metadata[name] ?? '') as C; // what `saveModel` wrote, if it has its version
    if (card.version === 1) return card;
  } catch {
    // It is said below.
  }
  throw new FormatError({ where, problem: 'the file holds no network of this program', advice: `Run ${command}` });
}
