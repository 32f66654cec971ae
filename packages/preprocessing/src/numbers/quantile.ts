import { checkChoice, checkInteger, type Json, resolveOptions } from '@neurite/core';
import { normal } from '@neurite/numeric/normal';
import type { ColumnTransformer, FittedNumbers, NumberValue } from '../column.js';
import { Collected } from '../internal/collected.js';
import { fittedNumbers, numberColumn } from '../internal/number-column.js';
import { firstFrom, quantilesOf } from '../internal/quantiles.js';
import { FIELDS, oneOf, readSaved } from '../internal/saved.js';
import { inSteps } from '../internal/steps.js';
import { nothingLearned } from '../internal/to-number.js';

export type QuantileOptions = {
  /** How many quantiles are kept at most; no more than there are values. Default: 1000. */
  readonly quantiles?: number;
  /** The distribution that the numbers have afterwards: over [0, 1], or normal of mean 0 and variance 1. Default: `uniform`. */
  readonly output?: 'uniform' | 'normal';
};

const NAME = 'quantile';
const OUTPUTS = ['uniform', 'normal'] as const;
/** The probabilities beyond which the normal distribution is cut. */
const EDGE = 1e-7 - Number.EPSILON;

/**
 * Numbers spread evenly over [0, 1]: each becomes its position in the distribution of the values, interpolated between
 * quantiles; a repeated value becomes the middle of its positions, the smallest one 0 and the largest 1. Or spread normally: the quantile of the normal distribution at that position, from -5.2 to
 * 5.2 as in scikit-learn. Missing values
 * stay missing and count for nothing. Keeps all values while it learns, 8 bytes each; with weights quantiles are the
 * averaged inverse of the distribution function.
 *
 * Where scikit-learn draws a sample of 10,000 values, all are used here.
 *
 * @returns a transformer of a column of numbers, with an inverse
 * @throws ArgumentError when a value is no number or infinite, or all are missing
 * @example
 * const fitted = quantile().fit([1, 10, 100, 1000, 10_000]);
 * console.log(fitted.transform([10, 550, 1e9])); // 0.25, 0.625, 1
 */
export function quantile(options: QuantileOptions = {}): ColumnTransformer<NumberValue, FittedNumbers> {
  const { quantiles, output } = resolveOptions(NAME, options, { quantiles: 1000, output: 'uniform' });
  checkInteger(NAME, 'quantiles', quantiles, { min: 2 });
  checkChoice(NAME, 'output', output, OUTPUTS);
  return numberColumn(
    NAME,
    () => {
      const collected = new Collected();
      return {
        add: (value, weight) => collected.add(value, weight),
        ...inSteps(function* () {
          const sample = yield* collected.sorted();
          if (sample.values.length === 0) throw nothingLearned(`${NAME}.fit`);
          const count = Math.min(quantiles, sample.values.length);
          const values = quantilesOf(
            sample,
            Array.from({ length: count }, (_, i) => reference(i, count)),
          );
          // Rounding may disturb the order.
          for (let i = 1; i < count; i++) values[i] = Math.max(values[i]!, values[i - 1]!);
          return fitted(values, output);
        }),
      };
    },
    (json) => {
      const saved = readSaved(NAME, json, { quantiles: FIELDS.ascending, output: oneOf(OUTPUTS) });
      return fitted(saved.quantiles as readonly number[], saved.output as (typeof OUTPUTS)[number]); // checked
    },
  );
}

/** The probability of quantile `i` of `count`. */
function reference(i: number, count: number): number {
  return count === 1 ? 0 : i / (count - 1);
}

function fitted(quantiles: readonly number[], output: (typeof OUTPUTS)[number]): FittedNumbers {
  const count = quantiles.length;
  const [first, last] = [quantiles[0]!, quantiles[count - 1]!];
  const isNormal = output === 'normal';
  const gauss = normal();
  const most = -gauss.quantile(EDGE);
  return fittedNumbers(
    NAME,
    { quantiles: quantiles as Json & readonly number[], output },
    {
      forward(x) {
        const share = shareOf(x);
        if (!isNormal) return share;
        return share <= EDGE ? -most : share >= 1 - EDGE ? most : gauss.quantile(share);
      },
      backward(y) {
        const share = isNormal ? gauss.cdf(y) : y;
        // What was cut comes back as the end that it was.
        const whole = !isNormal || (share > 1e-7 && share < 1 - 1e-7) ? share : Math.round(share);
        const exact = Math.min(Math.max(whole, 0), 1) * (count - 1);
        const below = Math.min(Math.floor(exact), count - 1);
        const [low, high] = [quantiles[below]!, quantiles[Math.min(below + 1, count - 1)]!];
        return low + (high - low) * (exact - below);
      },
    },
  );

  function shareOf(x: number): number {
    if (x <= first) return 0;
    if (x >= last) return 1;
    const after = firstFrom(quantiles, (value) => value > x);
    const from = firstFrom(quantiles, (value) => value >= x);
    return (position(x, after - 1) + position(x, Math.max(from - 1, 0))) / 2;
  }

  /** Between quantile `below` and the next one. */
  function position(x: number, below: number): number {
    const [low, high] = [quantiles[below]!, quantiles[below + 1]!];
    return reference(below, count) + ((x - low) / (high - low)) * reference(1, count);
  }
}
