import { NeuriteError } from '@neurite/core';
import { type NamedTensorsWithMetadata, safetensorsToTensors } from './safetensors-to-tensors.js';

/**
 * Loads the tensors of a safetensors file. Node only.
 *
 * @returns tensors that the caller owns, and the metadata
 * @throws FormatError with the path when the file is broken; the error of the file system when it cannot be read
 * @example
 * await saveSafetensors('runs/model.safetensors', { tensors: { kernel: ones([2, 3]) } });
 * const { tensors, metadata } = await loadSafetensors('runs/model.safetensors');
 */
export async function loadSafetensors(path: string): Promise<NamedTensorsWithMetadata> {
  const bytes = await readBytes(path);
  try {
    return safetensorsToTensors(bytes);
  } catch (error) {
    throw error instanceof NeuriteError ? error.within(path) : error;
  }
}

/** At most so much is read at once: readFile refuses files above 2 GiB. */
const CHUNK_BYTES = 2 ** 28;

async function readBytes(path: string): Promise<Uint8Array> {
  const { open } = process.getBuiltinModule('node:fs/promises');
  const file = await open(path, 'r');
  try {
    const bytes = new Uint8Array((await file.stat()).size);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, Math.min(CHUNK_BYTES, bytes.length - length), length);
      if (bytesRead === 0) break; // it became shorter meanwhile
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}
