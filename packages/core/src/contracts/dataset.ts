import type { HostArray } from './host-array.js';

/** Plain JSON: where an iteration stands. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** An iteration whose position can be saved. */
export type DatasetIterator<T> = AsyncIterableIterator<T> & {
  /** Where the iteration stands: `iterate(position)` goes on with the next element. */
  position(): Json;
};

/** An async iterable with a position that can be saved and restored. */
export type Dataset<T> = AsyncIterable<T> & {
  /** The number of elements, or undefined where it is not known before the end. */
  readonly size: number | undefined;
  /**
   * @param epoch which pass this is, from 0: a shuffle draws another order in each
   * @param position where to go on; default: the beginning
   */
  iterate(options?: { readonly epoch?: number; readonly position?: Json }): DatasetIterator<T>;
};

/** One sample, or one batch with a leading batch axis: the input and the truth. */
export type Example = { readonly x: HostArray; readonly y: HostArray };
