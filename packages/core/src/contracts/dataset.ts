import type { HostArray } from './host-array.js';

/** Plain JSON: where an iteration stands. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** An iteration whose position can be saved. */
export type DatasetIterator<T> = AsyncIterableIterator<T> & {
  /** Where the iteration stands: `iterate(position)` goes on with the next element. */
  position(): Json;
};

/** Which pass over a dataset, and where in it. */
export type IterateOptions = { readonly epoch?: number; readonly position?: Json; readonly seed?: number };

/** An async iterable with a position that can be saved and restored. */
export type Dataset<T> = AsyncIterable<T> & {
  /** The number of elements, Infinity where there is no end, or undefined where it is not known before the end. */
  readonly size: number | undefined;
  /**
   * @param options.epoch which pass this is, from 0: a shuffle draws another order in each
   * @param options.position where to go on, under the same epoch and seed; default: the beginning
   * @param options.seed what shuffles and augmentations without a seed of their own draw from. Default 0
   */
  iterate(options?: IterateOptions): DatasetIterator<T>;
};

/** One sample: the input, the target, and its weight where it has one; host arrays, or trees of them. */
export type Example<X = HostArray, Y = HostArray, W = HostArray> = {
  readonly x: X;
  readonly y: Y;
  readonly weights?: W | undefined;
};

/** A value on the host: a host array, or a list or record of these. */
export type HostValue = HostArray | readonly HostValue[] | { readonly [name: string]: HostValue };
