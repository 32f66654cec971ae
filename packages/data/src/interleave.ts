import { ArgumentError, checkChoice, checkInteger, type Dataset, resolveOptions } from '@neurite/core';
import { DataPipeline } from './data-pipeline.js';
import { fromDataset } from './from-dataset.js';
import { interleaveSource } from './internal/stages/interleave.js';

export type InterleaveOptions = {
  /** How often elements of each dataset come, above 0: one is drawn each time. Default: they take turns. */
  readonly weights?: readonly number[] | undefined;
  /** Elements in a row from one dataset. Default 1. */
  readonly block?: number;
  /** `all`: until every dataset has ended, the others going on; `first`: until one has. Default `all`. */
  readonly until?: 'all' | 'first';
  /** Of the draws. Default: that of the run (`iterate({ seed })`, which is 0 by default). */
  readonly seed?: number | undefined;
};

/**
 * Elements of several datasets, alternately or at random by weights: files that are read together, real data among made ones,
 * a rare source more often than its size.
 *
 * @param datasets at least one
 * @returns a dataset that is read one after another; its size is the sum, where all are known and all are read to the end
 * @throws ArgumentError when there is no dataset, or an option is out of its range
 * @example
 * const both = interleave([fromIterable([1, 2, 3]), fromIterable([10, 20])]);
 * await both.toArray(); // 1, 10, 2, 20, 3
 * const mixed = interleave([fromIterable([0]).repeat(), fromIterable([1]).repeat()], { weights: [9, 1] });
 * await mixed.take(100).toArray(); // about ten ones
 */
export function interleave<T>(datasets: readonly Dataset<T>[], options: InterleaveOptions = {}): DataPipeline<T> {
  const where = 'interleave';
  const { weights, block, until, seed } = resolveOptions(where, options, {
    weights: undefined,
    block: 1,
    until: 'all',
    seed: undefined,
  });
  checkInteger(where, 'block', block, { min: 1 });
  if (seed !== undefined) checkInteger(where, 'seed', seed, { min: 0 });
  checkChoice(where, 'until', until, ['all', 'first']);
  if (datasets.length === 0) {
    throw new ArgumentError({ where, argument: 'datasets', expected: 'hold at least one', received: 'none' });
  }
  if (weights !== undefined) {
    const isEach = weights.length === datasets.length && weights.every((one) => one > 0 && Number.isFinite(one));
    const expected = `be ${datasets.length} finite numbers above 0, one for each dataset`;
    if (!isEach) throw new ArgumentError({ where, argument: 'weights', expected, received: weights.join(', ') });
  }
  const sources = datasets.map((dataset) => fromDataset(dataset).source);
  return new DataPipeline(interleaveSource(sources, { weights, block, stopAtFirst: until === 'first', seed }));
}
