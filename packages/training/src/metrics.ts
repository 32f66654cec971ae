import type { AnyHostMetric, Metric } from '@neurite/core';

/** Metrics of what a model gives, by the names under which they are reported. */
export type MetricsFor<Out, Targets> = Readonly<Record<string, Metric<unknown, Out, Targets, never> | AnyHostMetric>>;

/** The value of each metric, by its name. */
export type MetricResults<Metrics> = {
  readonly [Name in keyof Metrics]: Metrics[Name] extends { value(totals: never): infer Value } ? Value : never;
};
