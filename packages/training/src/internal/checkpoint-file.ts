import { FormatError, type Json, type NamedTensors, NeuriteError, type Snapshot } from '@neurite/core';
import { loadSafetensors, saveSafetensors } from '@neurite/formats';
import { dispose, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { readJson, writeJson } from './json.js';
import { unprefixed } from './named-tensors.js';
import { progressFromJson } from './progress.js';

const format = 'neurite checkpoint';
const version = '2';

/** The header of a safetensors file ends at 100 MB: a longer text is a tensor of its own. In characters. */
const LONG = 2 ** 20;
/** The name of that tensor. All others have a prefix. */
const RUN = 'run';

/** Writes a snapshot whole or not at all. */
export async function saveSnapshot(path: string, { tensors, json }: Snapshot): Promise<void> {
  const run = writeJson(json);
  if (run.length <= LONG) return saveSafetensors(path, { tensors, metadata: { format, version, run } });
  const text = packText(run);
  try {
    await saveSafetensors(path, { tensors: { ...tensors, [RUN]: text }, metadata: { format, version } });
  } finally {
    text.dispose();
  }
}

/**
 * Reads a snapshot.
 *
 * @returns tensors that the caller owns
 * @throws FormatError when the file is broken, or is something else
 */
export async function loadSnapshot(path: string): Promise<Snapshot> {
  const { tensors: all, metadata } = await loadSafetensors(path);
  const { [RUN]: text, ...tensors } = all;
  try {
    if (metadata.format !== format || metadata.version !== version) {
      const received = `${metadata.format ?? 'another file'} ${metadata.version ?? ''}`.trim();
      // Version 1 drew other random numbers, and knew neither weights of samples nor parameters that join later.
      const advice = 'A run goes on only with the version of neurite that began it: end it there, or begin anew';
      throw wrong(path, `be a checkpoint of version ${version}`, { received, advice: metadata.format && advice });
    }
    const json = parse(path, text === undefined ? metadata.run : await unpackText(text));
    progressFromJson(json);
    return { tensors, json };
  } catch (error) {
    dispose(Object.values(tensors));
    throw error instanceof NeuriteError && error.where !== path ? error.within(path) : error;
  } finally {
    text?.dispose();
  }
}

/** The bytes of UTF-8, four in an element; spaces at the end, which JSON ignores. */
function packText(text: string): Tensor {
  const bytes = new TextEncoder().encode(text);
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(0x20);
  whole.set(bytes);
  return tensor1d(new Int32Array(whole.buffer), 'int32');
}

async function unpackText(packed: Tensor): Promise<string> {
  const { buffer, byteOffset, byteLength } = await packed.data<'int32'>();
  // A copy: no decoder takes memory that is shared between threads.
  return new TextDecoder().decode(new Uint8Array(buffer, byteOffset, byteLength).slice());
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
