import type { Json } from '@neurite/core';
import { atElement } from '../at-element.js';
import { pause } from '../breathe.js';
import { finished, type MaybePromise, readCount, readList, type Source } from '../source.js';

export type Buckets<T> = {
  /** Which bucket an element belongs to, from 0. */
  readonly bucketOf: (element: T) => MaybePromise<number>;
  /** How many elements a batch of each bucket has. */
  readonly sizes: readonly number[];
  readonly keepRemainder: boolean;
};

/** An element that waits for its batch: which one it is, from the beginning, and where it was read. */
type Waiting<T> = { readonly element: T; readonly index: number; readonly start: Json };

/**
 * Lists of elements of one bucket, each as soon as it is full; what is left comes at the end, bucket by bucket.
 *
 * The position is where the oldest element that waits was read, and which of those after it wait too: going on reads them
 * again.
 */
export function bucketSource<T>(
  source: Source<T>,
  { bucketOf, sizes, keepRemainder }: Buckets<T>,
): Source<readonly T[]> {
  return {
    size: undefined,
    randomStages: source.randomStages,
    open(pass, position) {
      const [from, until, waiting, inner] = position === undefined ? [0, 0, [], undefined] : readList(position, 4);
      let index = readCount(from);
      /** Elements before this one have been read before; of them only those that wait count. */
      const known = readCount(until);
      const again = new Set(readIndices(waiting!));
      const cursor = source.open(pass, inner);
      const buckets: Waiting<T>[][] = sizes.map(() => []);
      let ended = false;
      /** Reads one element. @returns the bucket that got it; undefined where it has been in a batch, false at the end */
      const read = async (): Promise<number | undefined | false> => {
        const start = cursor.position();
        const result = await cursor.next();
        if (result.done) return false;
        const own = index++;
        if (own < known && !again.has(own)) return undefined;
        const bucket = await atElement('bucketBatch', own, () => bucketOf(result.value));
        buckets[bucket]!.push({ element: result.value, index: own, start });
        return bucket;
      };
      const take = (bucket: number): IteratorResult<readonly T[], undefined> => {
        const value = buckets[bucket]!.splice(0).map(({ element }) => element);
        return { done: false, value };
      };
      // What the position says until elements have been read again.
      let before: Json | undefined = position;
      return {
        async next() {
          while (index < known && (await read()) !== false) await pause();
          before = undefined;
          while (!ended) {
            await pause();
            const bucket = await read();
            if (bucket === false) ended = true;
            else if (bucket !== undefined && buckets[bucket]!.length === sizes[bucket]) return take(bucket);
          }
          const rest = keepRemainder ? buckets.findIndex(({ length }) => length > 0) : -1;
          return rest < 0 ? finished : take(rest);
        },
        position() {
          if (before !== undefined) return before;
          const held = buckets.flat().toSorted((a, b) => a.index - b.index);
          const first = held[0];
          if (first === undefined) return [index, index, [], cursor.position()];
          return [first.index, index, held.map((each) => each.index), first.start];
        },
        close: () => cursor.close(),
      };
    },
  };
}

function readIndices(waiting: Json): number[] {
  return readList(waiting, Array.isArray(waiting) ? waiting.length : -1).map((index) => readCount(index));
}
