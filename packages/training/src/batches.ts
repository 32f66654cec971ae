import type { Batch, Dataset } from '@neurite/core';

/**
 * Where batches come from. A `Dataset` knows the number of its batches, shuffles by epoch and seed, and goes on where
 * it stood; any other iterable is read from its beginning in each epoch, so it must be one that can be: an array, or an
 * object whose `[Symbol.iterator]` starts anew, not a generator that has run.
 */
export type Batches<B = Batch> = Dataset<B> | Iterable<B> | AsyncIterable<B>;
