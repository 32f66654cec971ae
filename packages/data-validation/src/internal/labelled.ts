import { type Encoded, encode, encoderOf } from './encoder.js';
import type { Examined } from './examined.js';
import { sampleRows } from './sample-rows.js';

/** Train rows that have a class, with what a classifier takes. */
export type Labelled = {
  readonly rows: Uint32Array;
  readonly x: Encoded;
  readonly y: Int32Array;
  readonly classes: number;
};

/** The most rows that classifiers learn from here. */
const MOST_ROWS = 10_000;

/** Train rows of classes with at least `folds` rows, drawn if there are many. */
export function labelledRows(data: Examined, folds: number): Labelled {
  return data.shared(`labelled rows for ${folds} folds`, () => {
    const { values, words = [] } = data.train.target!; // asked for by rules that need one
    const counts = new Float64Array(words.length);
    for (const code of values) if (!Number.isNaN(code)) counts[code]!++;
    const rows = sampleRows(data.train.rows, {
      most: MOST_ROWS,
      random: data.random.child('labelled rows'),
      keep: (row) => counts[values[row]!]! >= folds,
    });
    return {
      rows,
      x: encode(encoderOf(data), data.train, rows),
      y: Int32Array.from(rows, (row) => values[row]!),
      classes: words.length,
    };
  });
}
