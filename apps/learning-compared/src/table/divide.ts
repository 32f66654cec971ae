import { type Fold, groupedFolds, kFolds, stratifiedFolds, timeFolds } from '@neurite/classical';
import { RandomStream } from '@neurite/core/random-stream';
import type { Answered } from './question.js';

/** Which rows models are chosen by, in folds, and which ones nothing is chosen by. */
export type Division = {
  /** Of the rows that were held out. */
  readonly heldOut: Uint32Array;
  /** All others. */
  readonly learned: Uint32Array;
  /** Folds of `tuned`, by their place there. */
  readonly folds: readonly Fold[];
  /** The rows that models are chosen by: those learned from, or as many of them as allow many trials. */
  readonly tuned: Uint32Array;
};

/** One part of so many is held out. */
const PARTS = 5;
const MOST_TUNED = 10_000;

/**
 * Divides rows by their class, by who they belong to, or by time: then what is tested comes later than what is learned from.
 *
 * @param options.folds at least 2
 */
export function divide(
  { y, time, groups, question }: Answered,
  { folds, seed }: { readonly folds: number; readonly seed: number },
): Division {
  const all = Uint32Array.from(y, (_, row) => row);
  const foldsOf = (rows: Uint32Array, count: number): Fold[] => {
    if (groups !== undefined)
      return groupedFolds(
        Array.from(rows, (row) => groups[row]!),
        { folds: count },
      );
    if (question.classes === undefined) return kFolds(rows.length, { folds: count, seed });
    return stratifiedFolds(
      Float64Array.from(rows, (row) => y[row]!),
      { folds: count, seed },
    );
  };
  if (time !== undefined) {
    const ordered = all.sort((a, b) => time[a]! - time[b]! || a - b);
    const from = Math.floor((ordered.length * (PARTS - 1)) / PARTS);
    const learned = ordered.slice(0, from);
    const tuned = learned.slice(-MOST_TUNED);
    return { heldOut: ordered.slice(from), learned, tuned, folds: timeFolds(tuned.length, { folds }) };
  }
  const [{ training: learned, validation: heldOut }] = foldsOf(all, PARTS) as [Fold];
  const tuned = learned.length <= MOST_TUNED ? learned : draw(learned, seed);
  return { heldOut, learned, tuned, folds: foldsOf(tuned, folds) };
}

function draw(rows: Uint32Array, seed: number): Uint32Array {
  const order = RandomStream.fromSeed(seed).child('tuned rows').permutation(rows.length);
  return Uint32Array.from(order.subarray(0, MOST_TUNED), (place) => rows[place]!).sort();
}
