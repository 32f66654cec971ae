import { readFile } from 'node:fs/promises';
import type { Module } from '@neurite/core';
import { ArgumentError } from '@neurite/core/errors';
import { modelToSafetensors, writeFileAtomic } from '@neurite/formats';
import { type Card, type CardOptions, type ModelFile, modelFromBytes } from './model-from-bytes.js';
import { unlessMissing } from './read-if-there.js';

export type { Card };

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
 * @returns a model that the caller owns, and its card
 * @throws ArgumentError when there is none
 * @throws FormatError when the file is broken, or of something else
 */
export async function loadModel<M extends Module<never, unknown>, C extends Card>(
  run: string,
  file: ModelFile,
): Promise<{ readonly model: M; readonly card: C }> {
  const path = modelPathOf(run);
  const bytes = await unlessMissing(readFile(path));
  if (bytes === undefined) {
    const advice = `Make one first: ${file.command}`;
    throw new ArgumentError({ where: run, problem: 'there is no model yet', advice });
  }
  return modelFromBytes<M, C>(bytes, { where: path, ...file });
}
