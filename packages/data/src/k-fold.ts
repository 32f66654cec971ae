import { ArgumentError, checkInteger, type Dataset } from '@neurite/core';
import type { DataPipeline } from './data-pipeline.js';
import type { SampleArrays } from './from-arrays.js';
import { splitSource } from './internal/split-source.js';
import type { SampleIn, SplitOptions } from './split-options.js';

/** One fold of a cross-validation. */
export type Fold<T> = { readonly train: DataPipeline<T>; readonly validation: DataPipeline<T> };

/**
 * Divides samples into `k` parts, each of which is the validation part of one fold.
 *
 * @param data arrays as for `fromArrays`, or a dataset whose elements can be reached in any order
 * @param k at least 2, at most the number of samples, or of groups
 * @returns k folds; every sample is in the validation part of exactly one
 * @throws ArgumentError when a fold would have nothing to validate on
 * @example
 * const folds = await kFold({ x: Float32Array.of(1, 2, 3, 4, 5, 6) }, 3, { seed: 7 });
 * folds.map(({ train, validation }) => [train.size, validation.size]); // [4, 2] three times
 */
export async function kFold<const Data extends Dataset<unknown> | SampleArrays>(
  data: Data,
  k: number,
  options: SplitOptions<SampleIn<Data>> = {},
): Promise<readonly Fold<SampleIn<Data>>[]> {
  checkInteger('kFold', 'k', k, { min: 2 });
  const fractions = (size: number): readonly number[] => {
    if (size < k) {
      const expected = `be at most the number of samples, ${size}`;
      throw new ArgumentError({ where: 'kFold', argument: 'k', expected, received: String(k) });
    }
    return Array.from({ length: k }, () => 1 / k);
  };
  const { indices, select } = await splitSource('kFold', data, fractions, options);
  if (indices.some(({ length }) => length === 0)) {
    throw new ArgumentError({
      where: 'kFold',
      argument: 'k',
      expected: 'leave a group for each fold to validate on',
      received: String(k),
      advice: 'Choose it no larger than the number of groups',
    });
  }
  return indices.map((validation, fold) => {
    const others = indices.filter((_, part) => part !== fold);
    return { train: select(joined(others)), validation: select(validation) };
  });
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
