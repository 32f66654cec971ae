import { checkChoice, checkNumber, type Json, resolveOptions } from '@neurite/core';
import type { ColumnTransformer, FittedNumbers, NumberValue } from '../column.js';
import { Collected } from '../internal/collected.js';
import { Moments } from '../internal/moments.js';
import { MostFrequent } from '../internal/most-frequent.js';
import { numberColumn, saveAs } from '../internal/number-column.js';
import { quantilesOf } from '../internal/quantiles.js';
import { FIELDS, readSaved } from '../internal/saved.js';
import { inSteps, type Steps } from '../internal/steps.js';
import { nothingLearned, toNumber } from '../internal/to-number.js';

export type ImputeOptions = {
  /** What is put in: the `mean` (the default), the `median`, the smallest `mostFrequent` number, or the `constant` value. */
  readonly strategy?: (typeof STRATEGIES)[number];
  /** What `constant` puts in. Default: 0. */
  readonly value?: number;
  /** Whether a second column says where a value was missing: 1 there, 0 elsewhere. Default: false. */
  readonly indicator?: boolean;
};

const NAME = 'impute';
const STRATEGIES = ['mean', 'median', 'mostFrequent', 'constant'] as const;

/**
 * Puts a number where one is missing. The mean is learned in constant memory, the most frequent one in that of the
 * different numbers; the median keeps all, 8 bytes each, and with weights is the averaged inverse of the distribution
 * function.
 *
 * @returns a transformer of a column of numbers; its inverse makes NaN again of what was put in, if there is an indicator
 * @throws ArgumentError when a value is no number or infinite, or all are missing and the strategy is not `constant`
 * @example
 * const fitted = impute({ strategy: 'median', indicator: true }).fit([1, 2, Number.NaN, 9]);
 * console.log(fitted.transform([Number.NaN, 5])); // 2, 1, 5, 0
 */
export function impute(options: ImputeOptions = {}): ColumnTransformer<NumberValue, FittedNumbers> {
  const { strategy, value, indicator } = resolveOptions(NAME, options, {
    strategy: 'mean',
    value: 0,
    indicator: false,
  });
  checkChoice(NAME, 'strategy', strategy, STRATEGIES);
  checkNumber(NAME, 'value', value);
  return numberColumn(
    NAME,
    () => {
      const moments = new Moments();
      const collected = new Collected();
      const frequent = new MostFrequent<number>((a, b) => a - b);
      let count = 0;
      const learners = {
        mean: { add: (x: number, weight: number) => moments.add(x, weight), end: () => done(moments.end().mean) },
        median: {
          add: (x: number, weight: number) => collected.add(x, weight),
          *end() {
            return quantilesOf(yield* collected.sorted(), [0.5])[0]!;
          },
        },
        mostFrequent: { add: (x: number, weight: number) => frequent.add(x, weight), end: () => done(frequent.end()) },
        constant: { add() {}, end: () => done(value) },
      };
      const { add, end } = learners[strategy];
      return {
        add(x, weight) {
          add(x, weight);
          count++;
        },
        ...inSteps(function* () {
          if (count === 0 && strategy !== 'constant') throw nothingLearned(`${NAME}.fit`);
          return fitted(yield* end(), indicator);
        }),
      };
    },
    (json: Json) => {
      const saved = readSaved(NAME, json, { value: FIELDS.number, indicator: FIELDS.boolean });
      return fitted(saved.value as number, saved.indicator as boolean); // checked
    },
  );
}

/** What is known at once. */
// biome-ignore lint/correctness/useYield: there is nothing to wait for
function* done(value: number): Steps<number> {
  return value;
}

function fitted(value: number, indicator: boolean): FittedNumbers {
  const width = indicator ? 2 : 1;
  return {
    name: NAME,
    outputs: indicator ? ['', 'missing'] : [''],
    transform(values) {
      const result = new Float64Array(values.length * width);
      for (let row = 0; row < values.length; row++) {
        const number = toNumber(`${NAME}.transform`, values[row], row);
        const missing = Number.isNaN(number);
        result[row * width] = missing ? value : number;
        if (indicator && missing) result[row * width + 1] = 1;
      }
      return result;
    },
    invert: (values) =>
      Float64Array.from({ length: values.length / width }, (_, row) =>
        indicator && values[row * 2 + 1] === 1 ? Number.NaN : values[row * width]!,
      ),
    toJSON: () => saveAs(NAME, { value, indicator }),
  };
}
