import type { NamedTensorsWithMetadata } from './safetensors-to-tensors.js';
import { tensorsToSafetensors } from './tensors-to-safetensors.js';
import { writeFileAtomic } from './write-file-atomic.js';

/**
 * Saves tensors as a safetensors file, atomically. Node only.
 *
 * @param path of the file; missing folders are created, an existing file is replaced
 * @param content.tensors by name, e.g. `stateDict(model)`, owned by the caller
 * @param content.metadata strings by name. Default none
 * @throws DtypeError for a tensor of strings
 * @example
 * await saveSafetensors('runs/model.safetensors', { tensors: { kernel: ones([2, 3]) }, metadata: { epoch: '4' } });
 */
export async function saveSafetensors(
  path: string,
  { tensors, metadata = {} }: Pick<NamedTensorsWithMetadata, 'tensors'> & Partial<NamedTensorsWithMetadata>,
): Promise<void> {
  await writeFileAtomic(path, await tensorsToSafetensors(tensors, { metadata }));
}
