import { readFile } from 'node:fs/promises';
import { ArgumentError, FormatError, NeuriteError } from '@neurite/core/errors';
import { readSafetensors, safetensorsToModel, saveModel } from '@neurite/formats';
import * as layers from '@neurite/layers';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { PetNetwork } from './network.js';

/** What a file knows beside the network. */
export type ModelFacts = {
  readonly classes: readonly string[];
  /** Height and width of photographs in pixels. */
  readonly size: number;
  /** What logits are divided by. */
  readonly temperature: number;
};

export function modelPathOf(run: string): string {
  return `${run}/model.safetensors`;
}

/** Writes the network and what is known of it, whole or not at all. */
export async function savePets(run: string, network: PetNetwork, facts: ModelFacts): Promise<void> {
  await saveModel(modelPathOf(run), network, { metadata: { app: 'pets', facts: JSON.stringify(facts) } });
}

/**
 * The network of a run.
 *
 * @returns a network that the caller owns
 * @throws ArgumentError where there is none, FormatError where the file is broken or another program's
 */
export async function loadPets(run: string): Promise<{ readonly network: PetNetwork } & ModelFacts> {
  const path = modelPathOf(run);
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
    const advice = 'Train one first: npm run pets -- --data <folder>';
    throw new ArgumentError({ where: path, problem: 'there is no trained network', advice, cause });
  });
  try {
    const { app, facts } = readSafetensors(bytes).metadata;
    if (app !== 'pets') throw new FormatError({ where: 'metadata', problem: 'it is the file of another program' });
    const network = safetensorsToModel<Tensor4D, Tensor2D>(bytes, layers) as PetNetwork; // as this program wrote it
    return { network, ...(JSON.parse(facts ?? '') as ModelFacts) };
  } catch (cause) {
    if (!(cause instanceof NeuriteError || cause instanceof SyntaxError)) throw cause;
    const problem = 'the file holds no network of this program';
    throw new FormatError({ where: path, problem, advice: 'Run npm run pets -- --data <folder>', cause });
  }
}
