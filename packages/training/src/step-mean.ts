import type { Metric } from '@neurite/core';

/** How numbers that a train step reports by itself become one of an epoch. */
export type StepMetric<Value = unknown> = Pick<Metric<Value, never, never, never>, 'name' | 'combine' | 'value'>;

/**
 * The mean of what a train step of one's own reports as `{ total, count }`, over the steps of an epoch.
 *
 * @example
 * const value = stepMean.value({ total: Float64Array.of(6), count: Float64Array.of(3) }); // 2
 */
export const stepMean: StepMetric<number> = {
  name: 'stepMean',
  value: ({ total, count }) => total![0]! / count![0]!,
};
