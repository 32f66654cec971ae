import { DtypeError, type NamedTensors } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { SafetensorsEntry } from './safetensors.js';
import { writeSafetensors } from './write-safetensors.js';

/**
 * Writes tensors as a safetensors file into memory: float32 as F32, complex64 as C64, int32 as I32, bool as
 * BOOL.
 *
 * @param tensors by name, owned by the caller; they must live until the promise is settled
 * @returns the whole file
 * @throws DtypeError for string
 * @example
 * const bytes = await tensorsToSafetensors({ kernel: ones([2, 3]) }, { metadata: { epoch: '4' } });
 */
export async function tensorsToSafetensors(
  tensors: NamedTensors,
  { metadata = {} }: { readonly metadata?: Readonly<Record<string, string>> } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  // All reads start before the first is awaited, so that later changes of a tensor do not reach the file.
  const entries = Object.entries(tensors).map(async ([name, tensor]) => [name, await toEntry(name, tensor)] as const);
  return writeSafetensors({ tensors: Object.fromEntries(await Promise.all(entries)), metadata });
}

async function toEntry(name: string, tensor: Tensor): Promise<SafetensorsEntry> {
  const shape = [...tensor.shape];
  switch (tensor.dtype) {
    case 'float32':
      return { dtype: 'F32', shape, data: await tensor.data<'float32'>() };
    case 'int32':
      return { dtype: 'I32', shape, data: await tensor.data<'int32'>() };
    case 'complex64':
      return { dtype: 'C64', shape, data: Float32Array.from(await tensor.data()) };
    case 'bool':
      return { dtype: 'BOOL', shape, data: await tensor.data<'bool'>() };
    default:
      throw new DtypeError({
        where: 'tensorsToSafetensors',
        argument: name,
        expected: 'be float32, complex64, int32 or bool',
        received: tensor.dtype,
      });
  }
}
