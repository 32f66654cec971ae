import { ArgumentError, describeValue, type Json, resolveOptions } from '@neurite/core';
import type { ColumnTransformer, FittedNumbers, NumberValue } from '../column.js';
import { fittedNumbers, numberColumn } from '../internal/number-column.js';
import { FIELDS, readSaved } from '../internal/saved.js';
import { nothingLearned } from '../internal/to-number.js';

export type MinMaxOptions = {
  /** Where the smallest and the largest value go. Default: [0, 1]. */
  readonly range?: readonly [low: number, high: number];
  /** Whether values outside of those learned from are cut to the range. Default: false. */
  readonly clip?: boolean;
};

type Learned = {
  readonly min: number;
  readonly max: number;
  readonly low: number;
  readonly high: number;
  readonly clip: boolean;
};

const NAME = 'minMax';

/**
 * Numbers in a range: `low + (x − min) / (max − min) · (high − low)`. A constant column becomes `low`. Missing values stay
 * missing and count for nothing, as those of weight 0; other weights change nothing. Learns in constant memory.
 *
 * @returns a transformer of a column of numbers, with an inverse
 * @throws ArgumentError when a value is no number or infinite, or all are missing
 * @example
 * const fitted = minMax().fit([10, 20, 30]);
 * console.log(fitted.transform([15, 30, 40])); // 0.25, 1, 1.5
 */
export function minMax(options: MinMaxOptions = {}): ColumnTransformer<NumberValue, FittedNumbers> {
  const { range, clip } = resolveOptions(NAME, options, { range: [0, 1], clip: false });
  const [low, high] = range;
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    const expected = 'be two finite numbers, the smaller one first';
    throw new ArgumentError({ where: NAME, argument: 'range', expected, received: describeValue(range) });
  }
  return numberColumn(
    NAME,
    () => {
      let min = Number.POSITIVE_INFINITY;
      let max = Number.NEGATIVE_INFINITY;
      return {
        add(value) {
          if (value < min) min = value;
          if (value > max) max = value;
        },
        end() {
          if (min > max) throw nothingLearned(`${NAME}.fit`);
          return fitted({ min, max, low, high, clip });
        },
      };
    },
    restore,
  );
}

function restore(json: Json): FittedNumbers {
  const { number, boolean } = FIELDS;
  return fitted(
    readSaved(NAME, json, { min: number, max: number, low: number, high: number, clip: boolean }) as Learned,
  ); // checked
}

function fitted(learned: Learned): FittedNumbers {
  const { min, max, low, high, clip } = learned;
  // A range as small as the rounding of its ends is none.
  const width = max - min < 10 * Number.EPSILON * Math.max(Math.abs(min), Math.abs(max)) ? 1 : max - min || 1;
  const scale = (high - low) / width;
  const place = (x: number): number => low + (x - min) * scale;
  return fittedNumbers(NAME, learned, {
    forward: clip ? (x) => Math.min(high, Math.max(low, place(x))) : place,
    backward: (y) => min + (y - low) / scale,
  });
}
