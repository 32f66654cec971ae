import { ArgumentError, checkFunction, checkInteger, type Dataset, describeValue, resolveOptions } from '@neurite/core';
import { DataPipeline } from './data-pipeline.js';
import { fromDataset } from './from-dataset.js';
import { finishWithPauses, type Steps } from './internal/breathe.js';
import { checkPadding } from './internal/check-padding.js';
import { stackPadded } from './internal/stack-padded.js';
import { bucketSource } from './internal/stages/bucket.js';
import { mapFunction } from './internal/stages/map.js';
import type { Pad, PaddedBatch, PaddingOptions } from './padded-batch.js';

export type BucketOptions<T, P> = Omit<PaddingOptions<P>, 'length'> & {
  /** How long a sample is. */
  readonly length: (sample: T) => number;
  /**
   * Lengths at which a bucket ends and the next one begins, ascending: [10, 20] makes buckets of lengths below 10, from 10
   * to 19, and from 20.
   */
  readonly boundaries: readonly number[];
  /** Samples in a batch of each bucket, where these are not all `size`: one more than boundaries. */
  readonly sizes?: readonly number[] | undefined;
};

/**
 * Batches of samples of similar length, so that little is padded: each sample goes into the bucket of its length, and a
 * bucket that is full becomes a batch. What is left comes at the end, the short ones first.
 *
 * Shuffle before: batches come in the order in which they are full. Samples are read one after another; going on at a
 * position reads again from the oldest sample that waits in a bucket.
 *
 * @param data samples that are records
 * @param size samples in each batch, at least 1
 * @throws ArgumentError when an option is out of its range; as `paddedBatch` when iterating, and when a length is not a
 *   number
 * @example
 * const texts = fromIterable([[3, 1, 4], [1], [5, 9, 2], [6]]).map((words) => ({ x: Int32Array.from(words) }));
 * const data = bucketBatch(texts, 2, { pad: { x: 0 }, length: ({ x }) => x.length, boundaries: [3] });
 * for await (const batch of data) console.log(batch.x.shape); // [2, 3] and [2, 1]
 * @see https://www.tensorflow.org/api_docs/python/tf/data/Dataset#bucket_by_sequence_length
 */
export function bucketBatch<T, const P extends Pad<T>>(
  data: Dataset<T>,
  size: number,
  options: BucketOptions<T, P>,
): DataPipeline<PaddedBatch<T, keyof P>> {
  const where = 'bucketBatch';
  const { pad, length, boundaries, sizes, multipleOf, keepRemainder } = resolveOptions(where, options, {
    pad: undefined,
    length: undefined,
    boundaries: undefined,
    sizes: undefined,
    multipleOf: 1,
    keepRemainder: true,
  });
  checkInteger(where, 'size', size, { min: 1 });
  const padding = checkPadding(where, { pad, length: undefined, multipleOf });
  checkFunction(where, 'length', length);
  if (!Array.isArray(boundaries) || boundaries.some((value, i) => !(value > (boundaries[i - 1] ?? -Infinity)))) {
    const received = Array.isArray(boundaries) ? boundaries.join(', ') : describeValue(boundaries);
    throw new ArgumentError({ where, argument: 'boundaries', expected: 'be ascending numbers', received });
  }
  const each: readonly number[] = sizes ?? Array.from({ length: boundaries.length + 1 }, () => size);
  if (each.length !== boundaries.length + 1) {
    const expected = `have one for each of the ${boundaries.length + 1} buckets`;
    throw new ArgumentError({ where, argument: 'sizes', expected, received: String(each.length) });
  }
  for (const own of each) checkInteger(where, 'sizes', own, { min: 1 });
  const bucketOf = (sample: T): number => {
    const own = length(sample);
    if (typeof own === 'number' && !Number.isNaN(own)) {
      const bucket = boundaries.findIndex((boundary) => own < boundary);
      return bucket < 0 ? boundaries.length : bucket;
    }
    throw new ArgumentError({ where, argument: 'length', expected: 'give a number', received: describeValue(own) });
  };
  const lists = bucketSource(fromDataset(data).source, { bucketOf, sizes: each, keepRemainder });
  const stack = (elements: readonly T[]): Promise<PaddedBatch<T, keyof P>> =>
    finishWithPauses(stackPadded(elements, padding, { where, first: 0 }) as Steps<PaddedBatch<T, keyof P>>); // these fields, and masks of these names
  return new DataPipeline(mapFunction(lists, stack));
}
