import { readFile } from 'node:fs/promises';
import { unlessMissing } from '@neurite/command-kit/read-if-there';
import { ArgumentError, FormatError } from '@neurite/core/errors';
import { modelToSafetensors, safetensorsToModel, safetensorsToTensors, writeFileAtomic } from '@neurite/formats';
import * as layers from '@neurite/layers';
import { dispose, type Tensor3D } from '@tensorflow/tfjs-core';
import type { Task } from '../forecasters/forecaster.js';
import type { ForecastNetwork } from '../forecasters/network-forecaster.js';

/** What a file says about the network in it. */
export type NetworkCard = {
  readonly version: 1;
  readonly name: string;
  readonly title: string;
  readonly task: Task;
  /** See `referenceOf`. */
  readonly reference: number;
};

/** The saved network of a run. */
export function modelPathOf(run: string): string {
  return `${run}/model.safetensors`;
}

export async function saveNetwork(run: string, model: ForecastNetwork, card: NetworkCard): Promise<void> {
  const bytes = await modelToSafetensors(model, { metadata: { forecast: JSON.stringify(card) } });
  await writeFileAtomic(modelPathOf(run), bytes);
}

/**
 * @returns a network that the caller owns
 * @throws ArgumentError when there is none
 * @throws FormatError when the file is broken, or of something else
 */
export async function loadNetwork(
  run: string,
): Promise<{ readonly model: ForecastNetwork; readonly card: NetworkCard }> {
  const path = modelPathOf(run);
  const bytes = await unlessMissing(readFile(path));
  if (bytes === undefined) {
    throw new ArgumentError({
      where: run,
      problem: 'there is no model yet',
      advice: 'Make one first: npm run forecast',
    });
  }
  const card = cardOf(path, bytes);
  return { model: safetensorsToModel<Tensor3D, Tensor3D>(bytes, layers), card };
}

function cardOf(path: string, bytes: Uint8Array): NetworkCard {
  let text: string | undefined;
  try {
    const { tensors, metadata } = safetensorsToTensors(bytes);
    dispose(Object.values(tensors));
    text = metadata.forecast;
    const card = JSON.parse(text ?? '') as NetworkCard; // what `saveNetwork` wrote, if it has its version
    if (card.version === 1) return card;
  } catch {
    // It is said below.
  }
  throw new FormatError({
    where: path,
    problem: 'the file holds no network of this program',
    advice: 'Run npm run forecast',
  });
}
