import { checkInteger, type Dataset, type HostArray, resolveOptions } from '@neurite/core';
import { DataPipeline } from './data-pipeline.js';
import { fromDataset } from './from-dataset.js';
import type { Steps } from './internal/breathe.js';
import { checkPadding } from './internal/check-padding.js';
import { stackPadded } from './internal/stack-padded.js';
import { batchBy } from './internal/stages/batch.js';
import type { Stacked } from './stacked.js';

/** What fields are filled up with, by their names. */
export type Pad<T> = { readonly [Name in keyof T]?: number };

export type PaddingOptions<P> = {
  /**
   * The fields of a sample that differ in length, and what each is filled up with: `{ x: 0, y: -100 }`. They are arrays
   * whose first axis is time; the other axes are equal.
   */
  readonly pad: P;
  /** Steps of each batch. Longer samples are an error. Default: the longest of the batch. */
  readonly length?: number | undefined;
  /** Steps are rounded up to a multiple of this, so that few different shapes occur. Default 1. */
  readonly multipleOf?: number;
  /** Whether batches may be smaller at the end. Default true. */
  readonly keepRemainder?: boolean;
};

/** A batch with a mask for each field that was padded: float32 [batch, steps], 1 for a step that was there, else 0. */
export type PaddedBatch<T, Name extends PropertyKey> = Stacked<T> & {
  readonly masks: { readonly [Field in Name]: HostArray<'float32'> };
};

/**
 * Batches of samples of different lengths, the short ones filled up at their end, with masks.
 *
 * @param data samples that are records
 * @param size samples in each batch, at least 1
 * @returns batches whose elements can be reached in any order where those of the data can
 * @throws ArgumentError when an option is out of its range
 * @throws ShapeError, ArgumentError or DtypeError when iterating, naming field and element: for a sample longer than
 *   `length`, other axes that differ, and a field that is no array
 * @example
 * const texts = [[3, 1, 4], [1], [5, 9]].map((words) => ({ x: Int32Array.from(words), y: words.length }));
 * const batch = await paddedBatch(fromIterable(texts), 2, { pad: { x: 0 } }).at(0);
 * console.log(batch.x.data, batch.masks.x.data); // 3, 1, 4, 1, 0, 0 and 1, 1, 1, 1, 0, 0
 * // For `masked(network)`: .map(({ x, y, masks }) => ({ x: { x, mask: masks.x }, y }))
 */
export function paddedBatch<T, const P extends Pad<T>>(
  data: Dataset<T>,
  size: number,
  options: PaddingOptions<P>,
): DataPipeline<PaddedBatch<T, keyof P>> {
  const where = 'paddedBatch';
  const { keepRemainder, ...padding } = resolveOptions(where, options, {
    pad: undefined,
    length: undefined,
    multipleOf: 1,
    keepRemainder: true,
  });
  checkInteger(where, 'size', size, { min: 1 });
  const checked = checkPadding(where, padding);
  const stack = (elements: readonly T[], first: number): Steps<PaddedBatch<T, keyof P>> =>
    stackPadded(elements, checked, { where, first }) as Steps<PaddedBatch<T, keyof P>>; // these fields, and masks of these names
  return new DataPipeline(batchBy(fromDataset(data).source, { batchSize: size, keepRemainder, stack }));
}
