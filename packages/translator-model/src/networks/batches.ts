import type { HostArray } from '@neurite/core';
import { bucketBatch, type DataPipeline, fromIterable } from '@neurite/data';
import type { FittedTokenizer } from '@neurite/preprocessing/tokenizer';
import type { Pair } from '../data/pair.js';
import { END, phraseIds, START } from './tokens.js';

/** Phrases side by side, the short ones filled up. */
export type PhraseBatch = {
  readonly x: {
    readonly source: HostArray<'int32'>;
    readonly sourceMask: HostArray<'float32'>;
    readonly target: HostArray<'int32'>;
  };
  /** The next token for each of the target. */
  readonly y: HostArray<'int32'>;
  /** 1 for tokens that count. */
  readonly weights: HostArray<'float32'>;
};

type Encoded = { readonly source: Int32Array; readonly target: Int32Array; readonly next: Int32Array };

/** Lengths at which batches of longer phrases begin. */
const BOUNDARIES = [8, 11, 14, 18, 23, 30, 45];

/** Batches of phrases of similar length. @returns also how many there are in an epoch */
export function batchesOf(
  pairs: readonly Pair[],
  tokenizer: FittedTokenizer,
  { batch, shuffled }: { readonly batch: number; readonly shuffled: boolean },
): { readonly batches: DataPipeline<PhraseBatch>; readonly steps: number } {
  const encoded = pairs.map(({ source, target }): Encoded => {
    const ids = tokenizer.transform(target);
    return {
      source: phraseIds(source, tokenizer),
      target: Int32Array.of(START, ...ids),
      next: Int32Array.of(...ids, END),
    };
  });
  const length = ({ source, target }: Encoded): number => Math.max(source.length, target.length);
  const counts = new Map<number, number>();
  for (const one of encoded) {
    const bucket = BOUNDARIES.filter((boundary) => boundary <= length(one)).length;
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  const samples = fromIterable(encoded);
  return {
    batches: bucketBatch(shuffled ? samples.shuffle() : samples, batch, {
      pad: { source: 0, target: 0, next: 0 },
      length,
      boundaries: BOUNDARIES,
    }).map(({ source, target, next, masks }) => ({
      x: { source, sourceMask: masks.source, target },
      y: next,
      weights: masks.next,
    })) as DataPipeline<PhraseBatch>, // int32 stays int32
    steps: [...counts.values()].reduce((sum, count) => sum + Math.ceil(count / batch), 0),
  };
}
