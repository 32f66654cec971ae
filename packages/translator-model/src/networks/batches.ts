import type { HostArray } from '@neurite/core';
import { bucketBatch, type DataPipeline, fromIterable, interleave } from '@neurite/data';
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

export type BatchesOptions = {
  /** Phrases in a batch. */
  readonly batch: number;
  /** How many of those that are alike (`drawn`) an epoch has, others in each. Default: all phrases, always in their order. */
  readonly drawn?: number;
};

/** Batches of phrases of similar length. @returns also about how many there are in an epoch */
export function batchesOf(
  pairs: readonly Pair[],
  tokenizer: FittedTokenizer,
  { batch, drawn }: BatchesOptions,
): { readonly batches: DataPipeline<PhraseBatch>; readonly steps: number } {
  const encode = ({ source, target }: Pair): Encoded => {
    const ids = tokenizer.transform(target);
    return {
      source: phraseIds(source, tokenizer),
      target: Int32Array.of(START, ...ids),
      next: Int32Array.of(...ids, END),
    };
  };
  const length = ({ source, target }: Encoded): number => Math.max(source.length, target.length);
  const isDrawn = (pair: Pair): boolean => drawn !== undefined && pair.drawn === true;
  const parts = [false, true]
    .map((one) => pairs.filter((pair) => isDrawn(pair) === one).map(encode))
    .filter((part) => part.length > 0)
    .map((part, i) => ({ part, size: i === 0 ? part.length : Math.min(part.length, drawn!) }));
  const counts = new Map<number, number>();
  for (const { part, size } of parts) {
    for (const one of part) {
      const bucket = BOUNDARIES.filter((boundary) => boundary <= length(one)).length;
      counts.set(bucket, (counts.get(bucket) ?? 0) + size / part.length);
    }
  }
  const samples =
    drawn === undefined
      ? fromIterable(parts[0]!.part)
      : interleave(
          parts.map(({ part, size }) => fromIterable(part).shuffle().take(size)),
          { weights: parts.map(({ size }) => size) },
        );
  return {
    batches: bucketBatch(samples, batch, {
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
