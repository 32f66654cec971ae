import { readFrom } from './internal/read-from.js';
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
  return readFrom(path, safetensorsToTensors);
}
