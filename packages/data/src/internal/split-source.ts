import {
  ArgumentError,
  checkFunction,
  checkInteger,
  type Dataset,
  describeValue,
  RandomStream,
  resolveOptions,
} from '@neurite/core';
import { DataPipeline } from '../data-pipeline.js';
import { fromArrays, type SampleArrays } from '../from-arrays.js';
import { fromDataset } from '../from-dataset.js';
import type { SplitOptions } from '../split-options.js';
import { assignParts } from './assign-parts.js';
import { checkKey, keyOfEach } from './key-of-each.js';
import { isRandomAccess, type RandomAccess, type Source } from './source.js';
import { subsetSource } from './stages/subset.js';

type Key = string | number;

export type Parts<T> = {
  readonly indices: readonly Uint32Array[];
  readonly select: (indices: Uint32Array) => DataPipeline<T>;
};

/** What `split` and `kFold` have in common: the indices of each part, and how to make a dataset of some indices. */
export async function splitSource<T>(
  where: string,
  data: Dataset<unknown> | SampleArrays,
  fractions: (size: number) => readonly number[],
  options: SplitOptions<T>,
): Promise<Parts<T>> {
  const { seed, stratify, group } = resolveOptions(where, options, { seed: 0, stratify: undefined, group: undefined });
  checkInteger(where, 'seed', seed, { min: 0 });
  if (stratify !== undefined) checkFunction(where, 'stratify', stratify);
  if (group !== undefined) checkFunction(where, 'group', group);
  const source = toRandomAccess<T>(where, data);
  const keyOf = (argument: string, key: Key): Key => {
    checkKey(where, argument, key);
    return key;
  };
  const [labels, groups] = [stratify && ([] as Key[]), group && ([] as Key[])];
  if (labels !== undefined) {
    await keyOfEach(
      `${where}({ stratify })`,
      source,
      (sample) => void labels.push(keyOf('stratify', stratify!(sample))),
    );
  }
  if (groups !== undefined) {
    await keyOfEach(`${where}({ group })`, source, (sample) => void groups.push(keyOf('group', group!(sample))));
  }
  const random = RandomStream.fromSeed(seed).child('split');
  const indices = await assignParts({ size: source.size, labels, groups }, fractions(source.size), random);
  return { indices, select: (some) => new DataPipeline(subsetSource(source, some)) };
}

/** @typeParam T what the caller's types say a sample of the data is */
export function toRandomAccess<T>(where: string, data: Dataset<unknown> | SampleArrays): RandomAccess<T> {
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
  return typeof data?.iterate === 'function';
}

/** @throws ArgumentError when the fractions are not at least 0, or do not add up to 1 */
export function checkFractions(where: string, fractions: Readonly<Record<string, number>>): void {
  const values = Object.values(fractions ?? {});
  const sum = values.reduce((total, fraction) => total + fraction, 0);
  if (values.every((fraction) => fraction >= 0) && Math.abs(sum - 1) < 1e-9) return;
  const parts = Object.entries(fractions ?? {}).map(([name, fraction]) => `${name}: ${fraction}`);
  throw new ArgumentError({
    where,
    argument: 'fractions',
    expected: 'be at least 0 and add up to 1',
    received: parts.length === 0 ? describeValue(fractions) : `${parts.join(', ')}, together ${sum}`,
  });
}
