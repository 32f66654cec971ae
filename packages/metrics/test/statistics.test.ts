import type { Metric } from '@neurite/core';
import { expectClose, fixture, type NestedNumbers, onEachBackend } from '@neurite/testing';
import { dispose, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as exported from '../src/index.js';
import { evaluated } from './totals.js';

type Value = NestedNumbers | Readonly<Record<string, number>>;
type StatisticsCase = {
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
const metrics = exported as unknown as Readonly<Record<string, Metric<Value> | ((options: unknown) => Metric<Value>)>>;
/** The metric of a case; one over several classes names that of yes and no in its options. */
function metricOf(name: string, options: unknown): Metric<Value> {
  if (name === 'oneVsRest') {
    const { metric, ...rest } = options as { readonly metric: string; readonly average: 'none' };
    return exported.oneVsRest(metrics[metric] as Metric, rest);
  }
  const given = metrics[name]!;
  return typeof given === 'function' ? given(options) : given;
}
const names = [...new Set(cases.map(({ metric }) => metric))];

onEachBackend(() => {
  describe.each(names)('%s has the value of the reference over the whole set', (name) => {
    it.each(cases.filter(({ metric }) => metric === name))('$name', async ({ options, set, weights, value }) => {
      const metric = metricOf(name, options);
      const { predictions, targets, integers } = sets[set]!;
      const samples = {
        predictions: tensor(predictions),
        targets: tensor(targets, undefined, integers ? 'int32' : 'float32'),
        ...(weights === null ? {} : { weights: tensor(weights) }),
      };
      for (const batchSize of [7, 1000]) {
        const found = await evaluated(metric, samples, batchSize);
        if (typeof value === 'object' && !Array.isArray(value)) {
          expect(Object.keys(found).sort()).toEqual(Object.keys(value).sort());
          for (const [key, one] of Object.entries(value)) {
            await expectClose((found as Record<string, number>)[key]!, one as number);
          }
        } else await expectClose(found as NestedNumbers, value as NestedNumbers, { relative: 2e-5, absolute: 2e-6 });
      }
      dispose(Object.values(samples));
    });
  });
});
