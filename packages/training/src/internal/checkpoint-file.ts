import { FormatError, type Json, type NamedTensors, NeuriteError, type Snapshot } from '@neurite/core';
import { loadSafetensors, saveSafetensors } from '@neurite/formats';
import { dispose } from '@tensorflow/tfjs-core';
import { readJson, writeJson } from './json.js';
import { progressFromJson } from './progress.js';

const format = 'neurite checkpoint';
const version = '1';

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
      throw wrong(
        path,
        `be a checkpoint of version ${version}`,
        `${metadata.format ?? 'another file'} ${metadata.version ?? ''}`.trim(),
      );
    }
    const json = parse(path, metadata.run);
    progressFromJson(json);
    return { tensors, json };
  } catch (error) {
    dispose(Object.values(tensors));
    throw error instanceof NeuriteError && error.where !== path ? error.within(path) : error;
  }
}

/** The model's part of a snapshot, by path. */
export function modelTensors({ tensors }: Snapshot): NamedTensors {
  return Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith('model/'))
      .map(([name, tensor]) => [name.slice('model/'.length), tensor]),
  );
}

function parse(path: string, text: string | undefined): Json {
  try {
    return readJson(text ?? '');
  } catch {
    throw wrong(path, 'say in JSON where its run stands', text === undefined ? 'nothing' : 'other text');
  }
}

function wrong(where: string, expected: string, received: string): FormatError {
  return new FormatError({ where, argument: 'file', expected, received });
}
