import type { Dataset } from '@neurite/core';
import type { DataPipeline } from './data-pipeline.js';
import type { SampleArrays } from './from-arrays.js';
import { checkFractions, splitSource } from './internal/split-source.js';
import type { SampleIn, SplitOptions } from './split-options.js';

/** The part of each name. */
export type Split<Fractions, T> = { readonly [Name in keyof Fractions]: DataPipeline<T> };

/**
 * Divides samples at random: each goes into exactly one part.
 *
 * @param data arrays as for `fromArrays`, or a dataset whose elements can be reached in any order
 * @param fractions of each part by name; their sum is 1. Sizes are rounded by largest remainder
 * @returns a dataset for each name, its samples in random order (the same in each epoch; `shuffle` it for training)
 * @throws ArgumentError when the fractions do not add up to 1, or the data can only be read one after another
 * @example
 * const x = hostArray(new Float32Array(20), [10, 2]);
 * const y = Int32Array.of(0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
 * const { train, test } = await split({ x, y }, { train: 0.8, test: 0.2 }, { stratify: (sample) => sample.y.data[0]! });
 * train.size; // 8, four of each class
 */
export async function split<
  const Data extends Dataset<unknown> | SampleArrays,
  const Fractions extends Readonly<Record<string, number>>,
>(
  data: Data,
  fractions: Fractions,
  options: SplitOptions<SampleIn<Data>> = {},
): Promise<Split<Fractions, SampleIn<Data>>> {
  checkFractions('split', fractions);
  const names = Object.keys(fractions);
  const values = Object.values(fractions);
  const { indices, select } = await splitSource('split', data, () => values, options);
  const parts = names.map((name, part) => [name, select(indices[part]!)] as const);
  return Object.fromEntries(parts) as Split<Fractions, SampleIn<Data>>; // one part for each name
}
