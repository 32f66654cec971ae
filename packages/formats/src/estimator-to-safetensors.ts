import { ArgumentError, type FittedEstimator, type SavedEstimator } from '@neurite/core';
import { ESTIMATOR_KEY } from './internal/estimator-metadata.js';
import type { SafetensorsEntry } from './safetensors.js';
import { writeSafetensors } from './write-safetensors.js';

/** What else goes into the file of an estimator. */
export type EstimatorToSafetensorsOptions = {
  /** Strings by name, e.g. the names of the classes; `estimator` is what it has learned as JSON. Default none. */
  readonly metadata?: Readonly<Record<string, string>>;
};

/**
 * Writes what an estimator has learned, such as those of `@neurite/classical`, as a safetensors file into memory: its arrays as
 * tensors of one axis, the rest as JSON in the metadata. {@link safetensorsToEstimator} reads it.
 *
 * @param model what `fit` of an estimator gave
 * @returns the whole file
 * @throws ArgumentError for metadata called `estimator`
 * @example
 * const model = { save: () => ({ json: { kind: 'mean', version: 1 }, arrays: { mean: Float64Array.of(3) } }) };
 * const bytes = estimatorToSafetensors(model, { metadata: { unit: 'cm' } });
 */
export function estimatorToSafetensors(
  model: Pick<FittedEstimator<never>, 'save'>,
  { metadata = {} }: EstimatorToSafetensorsOptions = {},
): Uint8Array<ArrayBuffer> {
  if (Object.hasOwn(metadata, ESTIMATOR_KEY)) {
    throw new ArgumentError({
      where: 'estimatorToSafetensors',
      argument: 'metadata',
      expected: `have other names than \`${ESTIMATOR_KEY}\`, which holds what was learned`,
      received: `one called ${ESTIMATOR_KEY}`,
    });
  }
  const { json, arrays } = model.save();
  const tensors = Object.fromEntries(Object.entries(arrays).map(([name, data]) => [name, entryOf(data)]));
  return writeSafetensors({ tensors, metadata: { ...metadata, [ESTIMATOR_KEY]: JSON.stringify(json) } });
}

function entryOf(data: SavedEstimator['arrays'][string]): SafetensorsEntry {
  const shape = [data.length];
  if (data instanceof Float64Array) return { dtype: 'F64', shape, data };
  if (data instanceof Float32Array) return { dtype: 'F32', shape, data };
  return data instanceof Int32Array ? { dtype: 'I32', shape, data } : { dtype: 'U8', shape, data };
}
