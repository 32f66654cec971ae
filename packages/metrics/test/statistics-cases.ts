import type { Metric } from '@neurite/core';
import { fixture, type NestedNumbers } from '@neurite/testing';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import * as exported from '../src/index.js';
import type { Samples } from './totals.js';

export type Value = NestedNumbers | Readonly<Record<string, number>>;
export type StatisticsCase = {
  readonly metric: string;
  readonly name: string;
  /** What its function is called with; null for a metric that is no function. */
  readonly options: number | object | null;
  readonly set: number;
  readonly weights: number[] | null;
  readonly value: Value;
};
type SampleSet = { readonly predictions: number[]; readonly targets: number[]; readonly integers: boolean };

const { sets, cases } = fixture<{ sets: SampleSet[]; cases: StatisticsCase[] }>('metrics/statistics');
export const statisticsCases: readonly StatisticsCase[] = cases;
const metrics = exported as unknown as Readonly<Record<string, Metric<Value> | ((options: unknown) => Metric<Value>)>>;

/** The metric of a case; one over several classes names that of yes and no in its options. */
export function metricOf({ metric: name, options }: StatisticsCase): Metric<Value> {
  if (name === 'oneVsRest') {
    const { metric, ...rest } = options as { readonly metric: string; readonly average: 'none' };
    return exported.oneVsRest(metrics[metric] as Metric, rest);
  }
  const given = metrics[name]!;
  return typeof given === 'function' ? given(options) : given;
}

/** Predictions, targets and weights of a case; the caller owns them. */
export function samplesOf({ set, weights }: StatisticsCase): Samples {
  const { predictions, targets, integers } = sets[set]!;
  const given: Readonly<Record<string, Tensor>> = weights === null ? {} : { weights: tensor(weights) };
  return {
    predictions: tensor(predictions),
    targets: tensor(targets, undefined, integers ? 'int32' : 'float32'),
    ...given,
  };
}
