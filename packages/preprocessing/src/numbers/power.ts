import { type Json, resolveOptions } from '@neurite/core';
import type { ColumnTransformer, FittedNumbers, NumberValue } from '../column.js';
import { Collected } from '../internal/collected.js';
import { isConstant, Moments } from '../internal/moments.js';
import { fittedNumbers, numberColumn } from '../internal/number-column.js';
import { FIELDS, readSaved } from '../internal/saved.js';
import { inSteps, STEP } from '../internal/steps.js';
import { nothingLearned } from '../internal/to-number.js';
import { bestLambda, inverseYeoJohnson, yeoJohnson } from '../internal/yeo-johnson.js';

export type PowerOptions = {
  /** Whether the result is brought to mean 0 and variance 1. Default: true. */
  readonly standardize?: boolean;
};

type Learned = { readonly lambda: number; readonly mean: number; readonly deviation: number };

const NAME = 'power';

/**
 * Numbers that are more like a normal distribution: the power transformation of Yeo and Johnson,
 *
 * `((1 + x)^λ − 1) / λ` for x ≥ 0, `−((1 − x)^(2 − λ) − 1) / (2 − λ)` for x < 0,
 *
 * with the λ of the greatest likelihood. A constant column has λ = 1. Missing values stay missing and count for nothing;
 * weights are those of the likelihood. Keeps all values while it learns, 8 bytes each.
 *
 * @returns a transformer of a column of numbers, with an inverse, NaN for what the transformation never reaches
 * @throws ArgumentError when a value is no number or infinite, or all are missing
 * @example
 * const fitted = power().fit([1, 2, 4, 8, 16, 32, 64]);
 * console.log(fitted.invert(fitted.transform([5]))); // 5, but for rounding
 * @see Yeo and Johnson, "A New Family of Power Transformations to Improve Normality or Symmetry", 2000
 */
export function power(options: PowerOptions = {}): ColumnTransformer<NumberValue, FittedNumbers> {
  const { standardize } = resolveOptions(NAME, options, { standardize: true });
  return numberColumn(
    NAME,
    () => {
      const collected = new Collected();
      return {
        add: (value, weight) => collected.add(value, weight),
        ...inSteps(function* () {
          const sample = yield* collected.sorted();
          const { values, weights } = sample;
          const count = values.length;
          if (count === 0) throw nothingLearned(`${NAME}.fit`);
          const before = new Moments();
          for (let i = 0; i < count; i++) {
            if (i % STEP === 0) yield;
            before.add(values[i]!, weights?.[i] ?? 1);
          }
          const spread = before.end();
          const lambda = isConstant(spread.mean, spread.variance, count) ? 1 : yield* bestLambda(sample);
          if (!standardize) return fitted({ lambda, mean: 0, deviation: 1 });
          const after = new Moments();
          for (let i = 0; i < count; i++) {
            if (i % STEP === 0) yield;
            after.add(yeoJohnson(values[i]!, lambda), weights?.[i] ?? 1);
          }
          const { mean, variance } = after.end();
          return fitted({ lambda, mean, deviation: isConstant(mean, variance, count) ? 1 : Math.sqrt(variance) });
        }),
      };
    },
    restore,
  );
}

function restore(json: Json): FittedNumbers {
  return fitted(
    readSaved(NAME, json, { lambda: FIELDS.number, mean: FIELDS.number, deviation: FIELDS.positive }) as Learned, // checked
  );
}

function fitted(learned: Learned): FittedNumbers {
  const { lambda, mean, deviation } = learned;
  return fittedNumbers(NAME, learned, {
    forward: (x) => (yeoJohnson(x, lambda) - mean) / deviation,
    backward: (y) => inverseYeoJohnson(y * deviation + mean, lambda),
  });
}
