import { FormatError, type NamedTensors } from '@neurite/core';
import { complex, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { readSafetensors } from './read-safetensors.js';
import type { SafetensorsEntry } from './safetensors.js';

/** The tensors of a file by name, and its metadata. */
export type NamedTensorsWithMetadata = {
  readonly tensors: NamedTensors;
  readonly metadata: Readonly<Record<string, string>>;
};

/** How a file becomes tensors. */
export type SafetensorsToTensorsOptions = {
  /**
   * Refuses NaN and infinity, and names the tensor that holds them. Set it for weights that a model predicts with.
   * Default false: a file may hold any number.
   */
  readonly finite?: boolean;
};

/**
 * Reads a safetensors file from memory into tensors: floats become float32 (F64 is rounded), C64 complex64,
 * integers int32, BOOL bool.
 *
 * @param bytes the whole file
 * @returns tensors that the caller owns
 * @throws FormatError when the file is broken, a number does not fit into float32 or int32, or is NaN or infinite where
 *   `finite` is set
 * @example
 * const bytes = await tensorsToSafetensors({ kernel: ones([2, 3]) });
 * const { tensors } = safetensorsToTensors(bytes);
 */
export function safetensorsToTensors(
  bytes: Uint8Array,
  { finite = false }: SafetensorsToTensorsOptions = {},
): NamedTensorsWithMetadata {
  const { tensors, metadata } = readSafetensors(bytes);
  if (finite) for (const [name, entry] of Object.entries(tensors)) checkFinite(name, entry);
  // All conversions come before the first tensor, so that an error leaves no tensor behind.
  const converted = Object.entries(tensors).map(([name, entry]) => [name, convert(name, entry)] as const);
  return { tensors: Object.fromEntries(converted.map(([name, make]) => [name, make()])), metadata };
}

function convert(name: string, { dtype, shape, data }: SafetensorsEntry): () => Tensor {
  const axes = [...shape];
  switch (dtype) {
    case 'F32':
    case 'F16':
    case 'BF16':
    case 'F8_E4M3':
    case 'F8_E5M2':
      return () => tensor(data, axes, 'float32');
    case 'F64': {
      const values = Float32Array.from(data);
      const lost = data.findIndex((value, i) => Number.isFinite(value) && !Number.isFinite(values[i]));
      if (lost >= 0) throw tooLarge(name, 'float32', data[lost]!);
      return () => tensor(values, axes, 'float32');
    }
    case 'C64': {
      const part = (offset: number): Float32Array =>
        Float32Array.from({ length: data.length / 2 }, (_, i) => data[2 * i + offset]!);
      return () => tidy(() => complex(tensor(part(0), axes), tensor(part(1), axes)));
    }
    case 'BOOL':
      return () => tensor(data, axes, 'bool');
    default: {
      const values = Int32Array.from(data as ArrayLike<number | bigint>, Number);
      // A loop, because the arrays of bigints and of numbers have no method in common.
      for (let i = 0; i < data.length; i++) if (Number(data[i]) !== values[i]) throw tooLarge(name, 'int32', data[i]!);
      return () => tensor(values, axes, 'int32');
    }
  }
}

function checkFinite(name: string, { data }: SafetensorsEntry): void {
  const isLost = (value: number | bigint): boolean => typeof value === 'number' && !Number.isFinite(value);
  const index = (data as Float32Array).findIndex(isLost); // the method that all of the arrays have
  if (index < 0) return;
  throw new FormatError({
    where: 'safetensorsToTensors',
    argument: name,
    expected: 'have finite numbers only',
    received: `${data[index]} at index ${index}`,
    advice: 'A training that diverged leaves such weights: load those of an earlier epoch',
  });
}

function tooLarge(name: string, dtype: string, value: number | bigint): FormatError {
  return new FormatError({
    where: 'safetensorsToTensors',
    argument: name,
    expected: `have numbers that fit into ${dtype}`,
    received: String(value),
    advice: 'readSafetensors gives the numbers unconverted',
  });
}
