import { ArgumentError, checkNumber, type Dataset, resolveOptions } from '@neurite/core';
import { DataPipeline } from './data-pipeline.js';
import type { SampleArrays } from './from-arrays.js';
import { apportion } from './internal/apportion.js';
import { keyOfEach } from './internal/key-of-each.js';
import { sortOrder } from './internal/sort-order.js';
import { checkFractions, toRandomAccess } from './internal/split-source.js';
import { subsetSource } from './internal/stages/subset.js';
import type { Split } from './split.js';
import type { SampleIn } from './split-options.js';

export type SplitByTimeOptions<T> = {
  /** When a sample was: a number or a date. */
  readonly time: (sample: T, index: number) => number | Date;
  /**
   * Later samples nearer than this to the last one of the part before are left out (milliseconds for dates), so that what
   * reaches over several steps, as windows do, is not in both. Default 0.
   */
  readonly gap?: number;
};

/**
 * Divides samples by time: the first part has the earliest ones, so that a model is tested on what comes after what it
 * has learned from.
 *
 * Samples of one time go into one part. Sizes are rounded by largest remainder, before gaps are left out.
 *
 * @param data arrays as for `fromArrays`, or a dataset whose elements can be reached in any order
 * @param fractions of each part by name, the earliest first; their sum is 1
 * @returns a dataset for each name, in the order of time
 * @throws ArgumentError when the fractions do not add up to 1, a time is not a finite number or a valid date, or a part is
 *   left without samples
 * @example
 * const data = fromArrays({ x: new Float32Array(10), year: Int32Array.from({ length: 10 }, (_, i) => 2030 - i) });
 * const { train, test } = await splitByTime(data, { train: 0.8, test: 0.2 }, { time: ({ year }) => year.data[0]! });
 * (await test.at(0)).year.data[0]; // 2029
 */
export async function splitByTime<
  const Data extends Dataset<unknown> | SampleArrays,
  const Fractions extends Readonly<Record<string, number>>,
>(
  data: Data,
  fractions: Fractions,
  options: SplitByTimeOptions<SampleIn<Data>>,
): Promise<Split<Fractions, SampleIn<Data>>> {
  const where = 'splitByTime';
  const { time, gap } = resolveOptions(where, options, { time: undefined, gap: 0 });
  if (typeof time !== 'function') {
    throw new ArgumentError({ where, argument: 'time', expected: 'be a function', received: String(time) });
  }
  checkNumber(where, 'gap', gap, { atLeast: 0 });
  checkFractions(where, fractions);
  const source = toRandomAccess<SampleIn<Data>>(where, data);
  const times = new Float64Array(source.size);
  let wrong: number | undefined;
  await keyOfEach(`${where}({ time })`, source, (sample, index) => {
    times[index] = Number(time(sample, index));
    if (!Number.isFinite(times[index])) wrong ??= index;
  });
  if (wrong !== undefined) {
    const expected = 'give a finite number or a valid date';
    throw new ArgumentError({ where, argument: 'time', expected, received: `${times[wrong]} for element ${wrong}` });
  }
  const order = await sortOrder(times);
  const sizes = apportion([source.size], Object.values(fractions))[0]!;
  const parts = Object.keys(fractions).map((name, part) => {
    const before = sizes.slice(0, part).reduce((sum, size) => sum + size, 0);
    const [first, end] = [before, before + sizes[part]!].map((at) => behindEqual(times, order, at)) as [number, number]; // of two
    let start = first;
    const last = times[order[start - 1]!];
    while (last !== undefined && start < end && times[order[start]!]! - last < gap) start++;
    if (start === end && fractions[name]! > 0) {
      const expected = 'leave samples for each part';
      throw new ArgumentError({ where, argument: 'fractions', expected, received: `none for ${name}` });
    }
    return [name, new DataPipeline(subsetSource(source, order.subarray(start, end)))] as const;
  });
  return Object.fromEntries(parts) as unknown as Split<Fractions, SampleIn<Data>>; // one part for each name
}

/** The first place from `at` on whose time is not that of the place before. */
function behindEqual(times: Float64Array, order: Uint32Array, at: number): number {
  let place = at;
  while (place > 0 && place < order.length && times[order[place]!] === times[order[place - 1]!]) place++;
  return place;
}
