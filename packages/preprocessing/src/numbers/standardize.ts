import { type Json, resolveOptions } from '@neurite/core';
import type { ColumnTransformer, FittedNumbers, NumberValue } from '../column.js';
import { isConstant, Moments } from '../internal/moments.js';
import { fittedNumbers, numberColumn } from '../internal/number-column.js';
import { FIELDS, readSaved } from '../internal/saved.js';
import { nothingLearned } from '../internal/to-number.js';

export type StandardizeOptions = {
  /** Whether the mean is subtracted. Default: true. */
  readonly center?: boolean;
  /** Whether it is divided by the standard deviation. Default: true. */
  readonly scale?: boolean;
};

const NAME = 'standardize';

/**
 * Numbers with mean 0 and variance 1: `(x − mean) / standard deviation`, the deviation of the values themselves (divided
 * by n). A constant column becomes 0. Missing values stay missing and count for nothing; weights are those of the mean
 * and of the variance. Learns in constant memory.
 *
 * @returns a transformer of a column of numbers, with an inverse
 * @throws ArgumentError when a value is no number or infinite, or all are missing
 * @example
 * const fitted = standardize().fit([1, 2, 3, Number.NaN]);
 * console.log(fitted.transform([2, 3])); // 0, 1.224744871391589
 * console.log(fitted.invert([0])); // 2
 */
export function standardize(options: StandardizeOptions = {}): ColumnTransformer<NumberValue, FittedNumbers> {
  const { center, scale } = resolveOptions(NAME, options, { center: true, scale: true });
  return numberColumn(
    NAME,
    () => {
      const moments = new Moments();
      let count = 0;
      return {
        add(value, weight) {
          moments.add(value, weight);
          count++;
        },
        end() {
          if (count === 0) throw nothingLearned(`${NAME}.fit`);
          const { mean, variance } = moments.end();
          const deviation = isConstant(mean, variance, count) ? 1 : Math.sqrt(variance);
          return fitted(center ? mean : 0, scale ? deviation : 1);
        },
      };
    },
    restore,
  );
}

function restore(json: Json): FittedNumbers {
  const saved = readSaved(NAME, json, { mean: FIELDS.number, deviation: FIELDS.positive });
  return fitted(saved.mean as number, saved.deviation as number); // checked
}

function fitted(mean: number, deviation: number): FittedNumbers {
  return fittedNumbers(
    NAME,
    { mean, deviation },
    { forward: (x) => (x - mean) / deviation, backward: (y) => y * deviation + mean },
  );
}
