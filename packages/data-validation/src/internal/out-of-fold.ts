import type { RandomStream } from '@neurite/core';
import type { Classify } from './classify.js';
import type { Encoded } from './encoder.js';
import { sampleRows } from './sample-rows.js';

/** What a model of many rows, columns and classes learns from: fewer rows, so that their product is at most this. */
const MOST_LEARNED = 2e6;

/**
 * The probabilities of classes for each row by a classifier that has not seen the row: in folds with the same shares of
 * classes.
 */
export async function outOfFold(
  classify: Classify,
  x: Encoded,
  {
    y,
    classes,
    folds,
    random,
  }: {
    readonly y: Int32Array;
    readonly classes: number;
    readonly folds: number;
    readonly random: RandomStream;
  },
): Promise<Float64Array> {
  const fold = foldsOf(y, { folds, random });
  const most = Math.floor(MOST_LEARNED / (x.columns * classes));
  const probabilities = new Float64Array(x.rows * classes);
  for (let k = 0; k < folds; k++) {
    const inside = [...fold.keys()].filter((row) => fold[row] !== k);
    const outside = [...fold.keys()].filter((row) => fold[row] === k);
    const chosen =
      inside.length > most ? Array.from(sampleRows(inside.length, { most, random }), (i) => inside[i]!) : inside;
    const learned = await classify(
      rowsOf(x, chosen),
      Int32Array.from(chosen, (row) => y[row]!),
      classes,
    );
    const own = learned(rowsOf(x, outside));
    for (const [i, row] of outside.entries()) {
      probabilities.set(own.subarray(i * classes, (i + 1) * classes), row * classes);
    }
  }
  return probabilities;
}

/** The fold of each row. */
function foldsOf(
  y: Int32Array,
  { folds, random }: { readonly folds: number; readonly random: RandomStream },
): Uint8Array {
  const order = [...random.permutation(y.length)].sort((a, b) => y[a]! - y[b]!);
  const fold = new Uint8Array(y.length);
  for (const [i, row] of order.entries()) fold[row] = i % folds;
  return fold;
}

export function rowsOf({ columns, data }: Encoded, rows: readonly number[]): Encoded {
  const taken = new Float64Array(rows.length * columns);
  for (const [i, row] of rows.entries()) taken.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  return { rows: rows.length, columns, data: taken };
}
