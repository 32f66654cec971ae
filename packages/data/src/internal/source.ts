import { ArgumentError, type Json, RandomStream } from '@neurite/core';
import type { Stacked } from '../stacked.js';

export type MaybePromise<T> = T | Promise<T>;

/** One pass over a dataset: what its shuffles and augmentations depend on. */
export type Pass = { readonly epoch: number; readonly seed: number };

/** An iteration under way. `next` is not called again before it has settled, and neither after `close`. */
export type Cursor<T> = {
  next(): Promise<IteratorResult<T, undefined>>;
  /** Where `next` goes on; readable after `close` too. */
  position(): Json;
  /** Lets go of whatever the iteration holds. Called once, also after the end and after an error. */
  close(): Promise<void>;
};

/** What a stage of a pipeline is: a dataset without the comfort. */
export type Source<T> = {
  readonly size: number | undefined;
  /** The stages up to here that draw random numbers: a new one takes the next number, so that no two draw the same. */
  readonly randomStages: number;
  /** Where elements can be reached in any order: the one at an index below `size`. */
  readonly at?: (index: number, pass: Pass) => MaybePromise<T>;
  /** Where elements can be stacked without an object for each. */
  readonly gather?: Gather<T> | undefined;
  open(pass: Pass, position: Json | undefined): Cursor<T>;
};

/**
 * The elements at some indices below `size`, stacked: the same bits as `stack` makes of them.
 *
 * @returns undefined where these have to be stacked one by one after all
 */
export type Gather<T> = (indices: Uint32Array | Float64Array, pass: Pass) => MaybePromise<Stacked<T> | undefined>;

export type RandomAccess<T> = Source<T> & Required<Pick<Source<T>, 'at' | 'size'>> & { readonly size: number };

export const finished: { readonly done: true; readonly value: undefined } = { done: true, value: undefined };

/** A source whose elements can be reached by index; iterating it is counting, and the count is the position. */
export function randomAccess<T>({
  size,
  randomStages,
  at,
  gather,
}: {
  readonly size: number;
  readonly randomStages: number;
  readonly at: (index: number, pass: Pass) => MaybePromise<T>;
  readonly gather?: Gather<T> | undefined;
}): RandomAccess<T> {
  const open = (pass: Pass, position: Json | undefined): Cursor<T> => {
    let index = position === undefined ? 0 : readCount(position, size);
    return {
      async next() {
        if (index >= size) return finished;
        const value = await at(index, pass);
        index++;
        return { done: false, value };
      },
      position: () => index,
      close: async () => {},
    };
  };
  return { size, randomStages, at, gather, open };
}

export function isRandomAccess<T>(source: Source<T>): source is RandomAccess<T> {
  return source.at !== undefined;
}

/** The stream of one random stage in one pass. */
export function streamOf(stage: string, seed: number | undefined, pass: Pass): RandomStream {
  return RandomStream.fromSeed(seed ?? pass.seed)
    .child(stage)
    .child(`epoch ${pass.epoch}`);
}

/** A position that is a number of elements. Positions come out of files, so they are not believed. */
export function readCount(position: Json | undefined, most: number = Number.MAX_SAFE_INTEGER): number {
  if (typeof position !== 'number' || !Number.isSafeInteger(position) || position < 0 || position > most) {
    throw wrongPosition(position);
  }
  return position;
}

/** A position that is a list of a known length. */
export function readList(position: Json, length: number): readonly Json[] {
  if (!Array.isArray(position) || position.length !== length) throw wrongPosition(position);
  return position;
}

function wrongPosition(position: Json | undefined): ArgumentError {
  return new ArgumentError({
    where: 'iterate',
    argument: 'position',
    expected: 'come from the position() of an iterator over the same dataset',
    received: JSON.stringify(position),
  });
}
