import { ArgumentError, describeValue, type Json, resolveOptions } from '@neurite/core';
import type { ColumnTransformer, FittedNumbers, NumberValue } from '../column.js';
import { Collected } from '../internal/collected.js';
import { fittedNumbers, numberColumn } from '../internal/number-column.js';
import { quantilesOf } from '../internal/quantiles.js';
import { FIELDS, readSaved } from '../internal/saved.js';
import { inSteps } from '../internal/steps.js';
import { nothingLearned } from '../internal/to-number.js';

export type RobustOptions = {
  /** The quantiles whose distance is the scale, from 0 to 1. Default: [0.25, 0.75]. */
  readonly quantiles?: readonly [low: number, high: number];
};

const NAME = 'robust';

/**
 * Numbers with median 0 and distance of quartiles 1: `(x − median) / (third quartile − first quartile)`, which outliers
 * hardly move. Where the quartiles are equal, the scale is 1. Missing values stay missing and count for nothing. Keeps
 * all values while it learns, 8 bytes each; with weights quantiles are the averaged inverse of the distribution function.
 *
 * @returns a transformer of a column of numbers, with an inverse
 * @throws ArgumentError when a value is no number or infinite, or all are missing
 * @example
 * const fitted = robust().fit([1, 2, 3, 4, 1000]);
 * console.log(fitted.transform([3, 5])); // 0, 1
 */
export function robust(options: RobustOptions = {}): ColumnTransformer<NumberValue, FittedNumbers> {
  const { quantiles } = resolveOptions(NAME, options, { quantiles: [0.25, 0.75] });
  const [low, high] = quantiles;
  if (!(low >= 0 && low < high && high <= 1)) {
    const expected = 'be two numbers from 0 to 1, the smaller one first';
    throw new ArgumentError({ where: NAME, argument: 'quantiles', expected, received: describeValue(quantiles) });
  }
  return numberColumn(
    NAME,
    () => {
      const collected = new Collected();
      return {
        add: (value, weight) => collected.add(value, weight),
        ...inSteps(function* () {
          const sample = yield* collected.sorted();
          if (sample.values.length === 0) throw nothingLearned(`${NAME}.fit`);
          const [lower, upper] = quantilesOf(sample, [low, high]) as [number, number]; // one for each
          const [median] = quantilesOf(sample, [0.5]) as [number];
          const scale = upper - lower;
          return fitted(median, scale < 10 * Number.EPSILON ? 1 : scale);
        }),
      };
    },
    restore,
  );
}

function restore(json: Json): FittedNumbers {
  const saved = readSaved(NAME, json, { median: FIELDS.number, scale: FIELDS.positive });
  return fitted(saved.median as number, saved.scale as number); // checked
}

function fitted(median: number, scale: number): FittedNumbers {
  return fittedNumbers(
    NAME,
    { median, scale },
    { forward: (x) => (x - median) / scale, backward: (y) => y * scale + median },
  );
}
