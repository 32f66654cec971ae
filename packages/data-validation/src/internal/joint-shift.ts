import { areaUnderRoc } from '@neurite/numeric';
import type { JointShift } from '../examination.js';
import { classifierOf } from './classify.js';
import { encode, encoderOf } from './encoder.js';
import type { Examined } from './examined.js';
import { outOfFold } from './out-of-fold.js';
import { sampleRows } from './sample-rows.js';

/** The most rows of each part. */
const MOST_ROWS = 5000;
const FOLDS = 5;

/**
 * Can a classifier tell rows of train from rows of test? As many of both are drawn, and each is judged by a classifier that
 * has not seen it.
 *
 * @see Lopez-Paz and Oquab, "Revisiting classifier two-sample tests", 2017
 */
export function jointShift(data: Examined): Promise<JointShift> {
  return data.shared('joint shift', async () => {
    const { train, random } = data;
    const test = data.test!; // asked for where there is one
    const most = Math.min(MOST_ROWS, train.rows, test.rows);
    const encoder = encoderOf(data);
    const [a, b] = [train, test].map((part) =>
      encode(encoder, part, sampleRows(part.rows, { most, random: random.child(`joint shift, ${part.name}`) })),
    ) as [ReturnType<typeof encode>, ReturnType<typeof encode>];
    const x = { rows: 2 * most, columns: encoder.columns, data: new Float64Array(2 * most * encoder.columns) };
    x.data.set(a.data);
    x.data.set(b.data, a.data.length);
    const y = Int32Array.from({ length: 2 * most }, (_, i) => (i < most ? 0 : 1));
    const { estimator, signal } = data.options;
    const classify = classifierOf(estimator, { seed: data.seed, signal, rowsPerColumn: 10 });
    const folds = { y, classes: 2, folds: FOLDS, random: random.child('joint shift, folds') };
    const probabilities = await outOfFold(classify, x, folds);
    const scores = Float64Array.from({ length: 2 * most }, (_, i) => probabilities[2 * i + 1]!);
    const { area, low, high, pValue } = areaUnderRoc(scores.subarray(most), scores.subarray(0, most));
    // One-sided: below 0.5 there is nothing to tell apart.
    return { area, low, high, pValue: area > 0.5 ? pValue / 2 : 1 };
  });
}
