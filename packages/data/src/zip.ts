import { ArgumentError, type Dataset } from '@neurite/core';
import { DataPipeline } from './data-pipeline.js';
import { fromDataset } from './from-dataset.js';
import type { Gather, Source } from './internal/source.js';
import { mapFunction } from './internal/stages/map.js';
import { zipSource } from './internal/stages/zip.js';
import type { Stacked } from './stacked.js';

/** What the datasets of a record give together. */
export type Zipped<Datasets extends Readonly<Record<string, Dataset<unknown>>>> = {
  readonly [Name in keyof Datasets]: Datasets[Name] extends Dataset<infer T> ? T : never;
};

/**
 * Goes through several datasets side by side: one record of an element of each.
 *
 * Two that are shuffled with one seed (or with none) at the same stage of their pipelines get the same order, so that
 * images and masks stay together.
 *
 * @param datasets by name, of the same size; endless ones go along with the others
 * @throws ArgumentError when the sizes differ, or when one turns out to end before another
 * @example
 * const pairs = zip({ question: fromIterable(['1 + 1', '2 + 2']), answer: fromIterable([2, 4]) });
 * await pairs.toArray(); // [{ question: '1 + 1', answer: 2 }, { question: '2 + 2', answer: 4 }]
 */
export function zip<const Datasets extends Readonly<Record<string, Dataset<unknown>>>>(
  datasets: Datasets,
): DataPipeline<Zipped<Datasets>> {
  const names = Object.keys(datasets);
  if (names.length === 0) {
    throw new ArgumentError({ where: 'zip', argument: 'datasets', expected: 'hold at least one', received: 'none' });
  }
  const sources = Object.values(datasets).map((dataset) => fromDataset(dataset).source);
  const toRecord = (values: readonly unknown[]): Zipped<Datasets> =>
    Object.fromEntries(names.map((name, i) => [name, values[i]])) as Zipped<Datasets>; // one value for each name
  const zipped = zipSource(names, sources);
  const { gather } = zipped;
  const source: Source<Zipped<Datasets>> = mapFunction(zipped, toRecord);
  if (gather === undefined) return new DataPipeline(source);
  // Batches of each side by side are a batch of records.
  const gatherRecords: Gather<Zipped<Datasets>> = async (indices, pass) => {
    const stacked = (await gather(indices, pass)) as readonly unknown[] | undefined; // one for each name
    return stacked && (toRecord(stacked) as Stacked<Zipped<Datasets>>); // each is stacked
  };
  return new DataPipeline({ ...source, gather: gatherRecords });
}
