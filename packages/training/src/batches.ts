import type { Dataset, HostArray } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * One input or one truth for a whole batch: numbers on the host, a tensor, or a list or record of these, each with a
 * leading batch axis. Uint8Array and Int32Array become int32 tensors, Float32Array float32. Tensors are only lent.
 */
export type BatchValue = Tensor | HostArray | readonly BatchValue[] | { readonly [name: string]: BatchValue };

/** A batch: inputs and what the model should say to them. */
export type Batch = { readonly x: BatchValue; readonly y: BatchValue };

/**
 * Where batches come from. A `Dataset` knows the number of its batches, shuffles by epoch and seed, and goes on where
 * it stood; any other iterable is read from its beginning in each epoch, so it must be one that can be: an array, or an
 * object whose `[Symbol.iterator]` starts anew, not a generator that has run.
 */
export type Batches<B = Batch> = Dataset<B> | Iterable<B> | AsyncIterable<B>;
