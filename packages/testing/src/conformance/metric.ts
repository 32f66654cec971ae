import type { Metric, MetricTotals } from '@neurite/core';
import { memory, slice, type Tensor } from '@tensorflow/tfjs-core';
import { assert, expect } from 'vitest';
import { type Check, testChecks } from '../check.js';
import { expectClose, type NestedNumbers, type Tolerance } from '../expect-close.js';
import { expectNoLeak } from '../expect-no-leak.js';
import { type ExpectedError, errorChecks } from './expected-error.js';

/** What a metric promises, for `testMetric`. */
export type MetricConformance<Value extends NestedNumbers = NestedNumbers> = {
  readonly name: string;
  readonly metric: Metric<Value>;
  /** Makes the whole set: at least five samples, of which the parts differ in their values. */
  readonly set: () => { readonly predictions: Tensor; readonly targets: Tensor };
  /** The value of that set. */
  readonly value: Value;
  readonly tolerance?: Tolerance;
  /** Calls that must fail. */
  readonly errors?: readonly ExpectedError[];
};

/** Declares the tests that every metric passes, on each backend: one value for any batch size, leaks, errors. */
export function testMetric<Value extends NestedNumbers>(conformance: MetricConformance<Value>): void {
  testChecks(conformance.name, metricChecks(conformance));
}

/** The checks that `testMetric` declares. */
export function metricChecks<Value extends NestedNumbers>(conformance: MetricConformance<Value>): Check[] {
  const { metric, set, value, tolerance = {}, errors = [] } = conformance;
  return [
    ...[1, 2, 3, 1000].map((batchSize) => ({
      name: `has the value of the whole set in batches of ${batchSize}`,
      run: async () => {
        const { predictions, targets } = set();
        await expectClose(metric.value(await totals(metric, predictions, targets, batchSize)), value, tolerance);
      },
    })),
    {
      name: 'has statistics of the same names and shapes for each batch, zeros for an empty one',
      run: async () => {
        const { predictions, targets } = set();
        const form = (batch: Record<string, Tensor>): unknown =>
          Object.fromEntries(Object.entries(batch).map(([name, { shape }]) => [name, shape]));
        const all = metric.statistics(predictions, targets);
        const none = metric.statistics(part(predictions, 0, 0), part(targets, 0, 0));
        expect(form(metric.statistics(part(predictions, 0, 1), part(targets, 0, 1)))).toEqual(form(all));
        expect(form(none)).toEqual(form(all));
        for (const [name, sums] of Object.entries(none)) {
          assert.isTrue(
            (await sums.data()).every((sum) => sum === 0),
            `${name} of an empty batch`,
          );
        }
      },
    },
    {
      name: 'leaves nothing behind and its inputs alone',
      run: async () => {
        const { predictions, targets } = set();
        await expectNoLeak(() => metric.statistics(predictions, targets));
        await predictions.data();
        await targets.data();
        const sums = await totals(metric, predictions, targets, 2);
        const before = memory().numTensors;
        metric.value(sums);
        assert.equal(memory().numTensors, before, 'tensors after `value`');
      },
    },
    ...errorChecks(errors),
  ];
}

async function totals(
  metric: Metric<unknown>,
  predictions: Tensor,
  targets: Tensor,
  batchSize: number,
): Promise<MetricTotals> {
  const sums: Record<string, Float64Array> = {};
  for (let start = 0; start < predictions.shape[0]!; start += batchSize) {
    const end = Math.min(start + batchSize, predictions.shape[0]!);
    const batch = metric.statistics(part(predictions, start, end), part(targets, start, end));
    for (const [name, statistic] of Object.entries(batch)) {
      const values = await statistic.data();
      const sum = sums[name] ?? new Float64Array(values.length);
      sums[name] = sum;
      for (const [i, here] of values.entries()) sum[i]! += here;
    }
  }
  return sums;
}

function part(batch: Tensor, start: number, end: number): Tensor {
  const [, ...sizes] = batch.shape;
  return slice(batch, [start, ...sizes.map(() => 0)], [end - start, ...sizes]);
}
