import type { ColumnShift } from '../examination.js';
import { compareColumns } from './compare-columns.js';
import type { Examined } from './examined.js';
import type { Feature } from './part.js';
import type { Measurement } from './rule.js';
import { short } from './words.js';

/** How each column that is compared differs between train and test. */
export function columnShifts(data: Examined): readonly ColumnShift[] {
  return data.shared('column shifts', () =>
    data.compared(data.train).flatMap((feature) => {
      const other = data.test?.features.find(({ name }) => name === feature.name);
      return (other && shiftOf(data, feature, other)) ?? [];
    }),
  );
}

export function shiftOf(data: Examined, train: Feature, test: Feature): ColumnShift | undefined {
  return compareColumns([
    { feature: train, statistics: data.statistics(train) },
    { feature: test, statistics: data.statistics(test) },
  ]);
}

/** What decides about a shift: in small samples the test alone, in large ones the distance, too. */
export function measureShift(shift: ColumnShift, threshold: number): Measurement {
  const { column, method, pValue, statistic, wasserstein, jensenShannon } = shift;
  const small = method === 'kolmogorovSmirnov' || method === 'chiSquared';
  const value = wasserstein ?? jensenShannon;
  const test = wasserstein === undefined ? 'chi-squared' : 'Kolmogorov–Smirnov';
  return {
    value: small ? statistic : value,
    over: small || value >= threshold,
    pValue,
    column,
    part: 'test',
    ...(small && { measure: `${test} statistic`, threshold: 0 }),
    sentence: () =>
      wasserstein === undefined
        ? `\`${column}\` has other shares of its values in test than in train (Jensen–Shannon distance ${short(jensenShannon)})`
        : `\`${column}\` is distributed differently in test: its values are ${short(wasserstein)} standard deviations away, on average`,
  };
}
