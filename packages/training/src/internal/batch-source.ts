import { ArgumentError, type Dataset, describeValue, type Json } from '@neurite/core';
import type { Batches } from '../batches.js';

/** One pass over a data set. */
export type BatchSource<B> = {
  next(): Promise<{ readonly batch: B } | undefined>;
  /** Where the pass stands after the last `next`; undefined for a data set that cannot say. */
  position(): Json | undefined;
  /** Lets the data set clean up when the pass ends early. */
  close(): Promise<void>;
};

/** Where a pass begins. */
export type Place = {
  /** Who reads, for errors. */
  readonly where: string;
  readonly epoch: number;
  readonly seed: number;
  /** Batches of this epoch that are already done. */
  readonly batches: number;
  readonly position: Json | undefined;
};

export function isDataset<B>(data: Batches<B>): data is Dataset<B> {
  return 'iterate' in data && typeof data.iterate === 'function';
}

export function assertBatches(where: string, argument: string, data: unknown): void {
  const iterable =
    typeof data === 'object' && data !== null && (Symbol.iterator in data || Symbol.asyncIterator in data);
  if (!iterable) {
    throw new ArgumentError({
      where,
      argument,
      expected: 'be a dataset or an iterable of batches',
      received: describeValue(data),
      advice:
        typeof data === 'object' && data !== null && 'x' in data
          ? 'Put a single batch into a list: [{ x, y }]'
          : undefined,
    });
  }
  const size = 'size' in data ? data.size : undefined;
  if (size === Number.POSITIVE_INFINITY) {
    throw new ArgumentError({
      where,
      argument,
      expected: 'have an end',
      received: 'a dataset without one',
      advice: 'Call .take(count) on it: that many batches are an epoch',
    });
  }
}

/** The number of batches in an epoch, where it is known beforehand. */
export function knownSize(data: Batches<unknown>): number | undefined {
  if (isDataset(data)) return data.size;
  return Array.isArray(data) ? data.length : undefined;
}

/** Begins a pass, or goes on with one. */
export async function openBatches<B>(data: Batches<B>, place: Place): Promise<BatchSource<B>> {
  if (isDataset(data)) {
    const { epoch, seed, position } = place;
    const iterator = data.iterate({ epoch, seed, ...(position === undefined ? {} : { position }) });
    return source(iterator, () => iterator.position());
  }
  const iterator = Symbol.asyncIterator in data ? data[Symbol.asyncIterator]() : data[Symbol.iterator]();
  for (let i = 0; i < place.batches; i++) {
    if ((await iterator.next()).done === true) {
      throw new ArgumentError({
        where: place.where,
        argument: 'data',
        expected: `have the ${place.batches} batches that the checkpoint has seen of this epoch`,
        received: String(i),
        advice: 'Resume with the data that the run began with',
      });
    }
  }
  return source(iterator, () => undefined);
}

function source<B>(iterator: AsyncIterator<B> | Iterator<B>, position: () => Json | undefined): BatchSource<B> {
  let done = false;
  return {
    next: async () => {
      const result = await iterator.next();
      if (result.done === true) {
        done = true;
        return undefined;
      }
      return { batch: result.value };
    },
    position,
    close: async () => {
      if (!done) await iterator.return?.();
    },
  };
}
