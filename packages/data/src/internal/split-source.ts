import { ArgumentError, type Dataset, RandomStream } from '@neurite/core';
import { DataPipeline } from '../data-pipeline.js';
import { fromArrays, type SampleArrays } from '../from-arrays.js';
import { fromDataset } from '../from-dataset.js';
import type { SplitOptions } from '../split.js';
import { assignParts, type SampleKeys } from './assign-parts.js';
import { atElement } from './at-element.js';
import { checkCount } from './check-count.js';
import { isRandomAccess, type RandomAccess, type Source } from './source.js';
import { subsetSource } from './stages/subset.js';

const firstPass = { epoch: 0, seed: 0 };

export type Parts<T> = {
  readonly indices: readonly Uint32Array[];
  readonly select: (indices: Uint32Array) => DataPipeline<T>;
};

/** What `split` and `kFold` have in common: the indices of each part, and how to make a dataset of some indices. */
export async function splitSource<T>(
  where: string,
  data: Dataset<unknown> | SampleArrays,
  fractions: (size: number) => readonly number[],
  { seed = 0, stratify, group }: SplitOptions<T>,
): Promise<Parts<T>> {
  checkCount(where, 'seed', seed, 0);
  const source = toSource<T>(where, data);
  const keys: SampleKeys[] = [];
  for (let index = 0; index < source.size; index++) {
    if (stratify === undefined && group === undefined) {
      keys.push({});
    } else {
      const sample = await source.at(index, firstPass);
      keys.push({
        label: stratify && (await atElement(`${where}({ stratify })`, index, () => stratify(sample))),
        group: group && (await atElement(`${where}({ group })`, index, () => group(sample))),
      });
    }
  }
  const indices = assignParts(keys, fractions(source.size), {
    grouped: group !== undefined,
    random: RandomStream.fromSeed(seed).child('split'),
  });
  return { indices, select: (some) => new DataPipeline(subsetSource(source, some)) };
}

/** @typeParam T what the caller's types say a sample of the data is */
function toSource<T>(where: string, data: Dataset<unknown> | SampleArrays): RandomAccess<T> {
  const pipeline = isDataset(data) ? fromDataset(data) : fromArrays(data);
  const source = pipeline.source as Source<T>;
  if (!isRandomAccess(source) || !Number.isFinite(source.size)) {
    throw new ArgumentError({
      where,
      argument: 'data',
      expected: 'be arrays, or a dataset that ends and whose elements can be reached in any order',
      received: 'one whose elements can only be read one after another, or without end',
      advice: 'Use fromIterable(await dataset.toArray()) where they fit into memory',
    });
  }
  return source;
}

function isDataset(data: Dataset<unknown> | SampleArrays): data is Dataset<unknown> {
  return typeof data.iterate === 'function';
}
