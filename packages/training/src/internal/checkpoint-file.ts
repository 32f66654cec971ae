import { FormatError, type Json, type NamedTensors, NeuriteError, type Snapshot } from '@neurite/core';
import { loadSafetensors, saveSafetensors } from '@neurite/formats';
import { dispose } from '@tensorflow/tfjs-core';
import { readJson, writeJson } from './json.js';
import { unprefixed } from './named-tensors.js';
import { progressFromJson } from './progress.js';

const format = 'neurite checkpoint';
const version = '2';

/** Writes a snapshot whole or not at all, and disposes it. */
export async function saveSnapshot(path: string, { tensors, json }: Snapshot): Promise<void> {
  await saveSafetensors(path, { tensors, metadata: { format, version, run: writeJson(json) } });
}

/**
 * Reads a snapshot.
 *
 * @returns tensors that the caller owns
 * @throws FormatError when the file is broken, or is something else
 */
export async function loadSnapshot(path: string): Promise<Snapshot> {
  const { tensors, metadata } = await loadSafetensors(path);
  try {
    if (metadata.format !== format || metadata.version !== version) {
      const received = `${metadata.format ?? 'another file'} ${metadata.version ?? ''}`.trim();
      // Version 1 drew other random numbers, and knew neither weights of samples nor parameters that join later.
      const advice = 'A run goes on only with the version of neurite that began it: end it there, or begin anew';
      throw wrong(path, `be a checkpoint of version ${version}`, { received, advice: metadata.format && advice });
    }
    const json = parse(path, metadata.run);
    progressFromJson(json);
    return { tensors, json };
  } catch (error) {
    dispose(Object.values(tensors));
    throw error instanceof NeuriteError && error.where !== path ? error.within(path) : error;
  }
}

/** The weights of a snapshot to evaluate with, by path. */
export function modelTensors({ tensors }: Snapshot): NamedTensors {
  return { ...unprefixed('model/', tensors), ...unprefixed('evaluation/', tensors) };
}

function parse(path: string, text: string | undefined): Json {
  try {
    return readJson(text ?? '');
  } catch {
    throw wrong(path, 'say in JSON where its run stands', { received: text === undefined ? 'nothing' : 'other text' });
  }
}

function wrong(
  where: string,
  expected: string,
  details: { readonly received: string; readonly advice?: string | undefined },
): FormatError {
  return new FormatError({ where, argument: 'file', expected, ...details });
}
