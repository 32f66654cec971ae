import { ArgumentError, checkChoice, DtypeError, type NamedTensors } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { SafetensorsEntry } from './safetensors.js';
import { writeSafetensors } from './write-safetensors.js';

/** How tensors become a file. */
export type TensorsToSafetensorsOptions = {
  /** Strings by name. Default none. */
  readonly metadata?: Readonly<Record<string, string>>;
  /**
   * What float32 is written as. F16 and BF16 take half of the bytes and round to the nearest: F16 to 11 significant bits,
   * BF16 to 8. Default `F32`.
   */
  readonly floats?: FloatFormat;
};

type FloatFormat = 'F32' | 'F16' | 'BF16';

/** What rounds to infinity in F16: half a step above its largest number, 65504. */
const F16_OVERFLOW = 65520;

/**
 * Writes tensors as a safetensors file into memory: float32 as F32 or what `floats` says, complex64 as C64, int32 as I32,
 * bool as BOOL.
 *
 * @param tensors by name, owned by the caller; they must live until the promise is settled
 * @returns the whole file
 * @throws DtypeError for string
 * @throws ArgumentError where a finite number would become infinity in F16
 * @example
 * const bytes = await tensorsToSafetensors({ kernel: ones([2, 3]) }, { metadata: { epoch: '4' } });
 */
export async function tensorsToSafetensors(
  tensors: NamedTensors,
  { metadata = {}, floats = 'F32' }: TensorsToSafetensorsOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  checkChoice(WHERE, 'floats', floats, ['F32', 'F16', 'BF16']);
  // All reads start before the first is awaited, so that later changes of a tensor do not reach the file.
  const entries = Object.entries(tensors).map(
    async ([name, tensor]) => [name, await toEntry(name, tensor, floats)] as const,
  );
  return writeSafetensors({ tensors: Object.fromEntries(await Promise.all(entries)), metadata });
}

const WHERE = 'tensorsToSafetensors';

async function toEntry(name: string, tensor: Tensor, floats: FloatFormat): Promise<SafetensorsEntry> {
  const shape = [...tensor.shape];
  switch (tensor.dtype) {
    case 'float32':
      return { dtype: floats, shape, data: checked(name, await tensor.data<'float32'>(), floats) };
    case 'int32':
      return { dtype: 'I32', shape, data: await tensor.data<'int32'>() };
    case 'complex64':
      return { dtype: 'C64', shape, data: Float32Array.from(await tensor.data()) };
    case 'bool':
      return { dtype: 'BOOL', shape, data: await tensor.data<'bool'>() };
    default:
      throw new DtypeError({
        where: WHERE,
        argument: name,
        expected: 'be float32, complex64, int32 or bool',
        received: tensor.dtype,
      });
  }
}

function checked(name: string, data: Float32Array, floats: FloatFormat): Float32Array {
  const lost =
    floats === 'F16' ? data.find((value) => Math.abs(value) >= F16_OVERFLOW && Number.isFinite(value)) : undefined;
  if (lost === undefined) return data;
  throw new ArgumentError({
    where: WHERE,
    argument: name,
    expected: 'have numbers of at most 65504 to be written as F16',
    received: String(lost),
    advice: 'BF16 has the range of float32',
  });
}
