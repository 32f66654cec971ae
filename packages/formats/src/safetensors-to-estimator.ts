import { FormatError, type SavedEstimator } from '@neurite/core';
import { ESTIMATOR_KEY } from './internal/estimator-metadata.js';
import { readSafetensors } from './read-safetensors.js';

/** What a file of an estimator holds. */
export type EstimatorFile = {
  /** For `restore` of an estimator of the same kind, which checks it. */
  readonly saved: SavedEstimator;
  /** The strings that were written beside it. */
  readonly metadata: Readonly<Record<string, string>>;
};

/**
 * Reads the bytes of a file that {@link estimatorToSafetensors} wrote.
 *
 * @param bytes the whole file
 * @throws FormatError when the file is broken, or holds no estimator
 * @example
 * const model = { save: () => ({ json: { kind: 'mean', version: 1 }, arrays: { mean: Float64Array.of(3) } }) };
 * const { saved } = safetensorsToEstimator(estimatorToSafetensors(model));
 * console.log(saved.json.kind, saved.arrays.mean); // mean, 3
 */
export function safetensorsToEstimator(bytes: Uint8Array): EstimatorFile {
  const { tensors, metadata: all } = readSafetensors(bytes);
  const { [ESTIMATOR_KEY]: text, ...metadata } = all;
  const json = parse(text);
  if (typeof json !== 'object' || json === null || !('kind' in json) || !('version' in json)) {
    throw new FormatError({
      where: 'safetensorsToEstimator',
      problem: 'the file holds no estimator',
      advice: 'Read models of layers with safetensorsToModel, other tensors with safetensorsToTensors',
    });
  }
  const arrays: Record<string, SavedEstimator['arrays'][string]> = {};
  for (const [name, { dtype, data }] of Object.entries(tensors)) {
    if (dtype !== 'F64' && dtype !== 'F32' && dtype !== 'I32' && dtype !== 'U8') {
      const expected = 'be of F64, F32, I32 or U8';
      throw new FormatError({ where: 'safetensorsToEstimator', argument: name, expected, received: dtype });
    }
    arrays[name] = data as SavedEstimator['arrays'][string]; // of these dtypes
  }
  return { saved: { json: json as SavedEstimator['json'], arrays }, metadata };
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
