import { readFile } from 'node:fs/promises';
import type { Module, Registry } from '@neurite/core';
import { ArgumentError, FormatError } from '@neurite/core/errors';
import { modelToSafetensors, readSafetensors, safetensorsToModel, writeFileAtomic } from '@neurite/formats';
import { unlessMissing } from './read-if-there.js';

/** What a file says about the model in it. */
export type Card = { readonly version: 1 };

/** Which file it is. */
export type CardOptions = {
  /** Under which name its metadata have the card. */
  readonly name: string;
  /** What makes such a file: `npm run forecast`. */
  readonly command: string;
};

/** The saved model of a run. */
export function modelPathOf(run: string): string {
  return `${run}/model.safetensors`;
}

/** Saves a model with its card in the folder of a run, whole or not at all. */
export async function saveModel(
  run: string,
  model: Module<never, unknown>,
  { card, name }: { readonly card: Card; readonly name: CardOptions['name'] },
): Promise<void> {
  const bytes = await modelToSafetensors(model, { metadata: { [name]: JSON.stringify(card) } });
  await writeFileAtomic(modelPathOf(run), bytes);
}

/**
 * Loads what `saveModel` wrote.
 *
 * @param registry the functions that the architecture names
 * @returns a model that the caller owns, and its card
 * @throws ArgumentError when there is none
 * @throws FormatError when the file is broken, or of something else
 */
export async function loadModel<M extends Module<never, unknown>, C extends Card>(
  run: string,
  { registry, ...options }: CardOptions & { readonly registry: Registry },
): Promise<{ readonly model: M; readonly card: C }> {
  const path = modelPathOf(run);
  const bytes = await unlessMissing(readFile(path));
  if (bytes === undefined) {
    const advice = `Make one first: ${options.command}`;
    throw new ArgumentError({ where: run, problem: 'there is no model yet', advice });
  }
  const card = cardOf<C>(path, bytes, options);
  return { model: safetensorsToModel(bytes, registry) as Module<never, unknown> as M, card }; // as its card says
}

function cardOf<C extends Card>(path: string, bytes: Uint8Array, { name, command }: CardOptions): C {
  try {
    const { metadata } = readSafetensors(bytes);
    const card = JSON.parse(metadata[name] ?? '') as C; // what `saveModel` wrote, if it has its version
    if (card.version === 1) return card;
  } catch {
    // It is said below.
  }
  throw new FormatError({
    where: path,
    problem: 'the file holds no network of this program',
    advice: `Run ${command}`,
  });
}
