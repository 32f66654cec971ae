import { type Metric, MetricAccumulator, NeuriteError } from '@neurite/core';
import { expandDims, gather, memory, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { assert, expect } from 'vitest';
import { type Check, testChecks, when } from '../check.js';
import { expectClose, type NestedNumbers, type Tolerance } from '../expect-close.js';
import { expectNoLeak } from '../expect-no-leak.js';
import { expectNoReads } from '../expect-no-reads.js';
import { samplesAt } from '../internal/tensor-tree.js';
import { withFirstSample } from '../internal/with-first-sample.js';
import { type ExpectedError, errorChecks } from './expected-error.js';

/** What a metric promises, for `testMetric`. */
export type MetricConformance<Value extends NestedNumbers = NestedNumbers> = {
  readonly name: string;
  readonly metric: Metric<Value>;
  /** Makes the whole set: at least five samples, of which the parts differ in their values. */
  readonly set: () => MetricSet;
  /** The value of that set. */
  readonly value: Value;
  /** Whether an axis after that of the batch changes nothing. Default true. */
  readonly anyRank?: boolean;
  readonly tolerance?: Tolerance;
  /** Calls that must fail. */
  readonly errors?: readonly ExpectedError[];
};

type MetricSet = { readonly predictions: Tensor; readonly targets: Tensor; readonly weights?: Tensor | undefined };

/**
 * Declares the tests that every metric passes, on each backend: one value for any batch size, weights, ranks, leaks,
 * errors.
 */
export function testMetric<Value extends NestedNumbers>(conformance: MetricConformance<Value>): void {
  testChecks(conformance.name, metricChecks(conformance));
}

/** The checks that `testMetric` declares. */
export function metricChecks<Value extends NestedNumbers>(conformance: MetricConformance<Value>): Check[] {
  const { metric, set, value, anyRank = true, tolerance = {}, errors = [] } = conformance;
  /** The whole set, with the weight of a sample by its index. */
  const weighted = (weightOf: (i: number) => number, dtype: 'float32' | 'int32' = 'float32'): MetricSet => {
    const { predictions, targets } = set();
    const weights = Array.from({ length: predictions.shape[0]! }, (_, i) => weightOf(i));
    return { predictions, targets, weights: tensor1d(weights, dtype) };
  };
  return [
    ...[1, 2, 3, 1000].map((batchSize) => ({
      name: `has the value of the whole set in batches of ${batchSize}`,
      run: async () => {
        await expectClose(await evaluated(metric, set(), batchSize), value, tolerance);
      },
    })),
    ...when(anyRank, {
      name: 'takes another axis after that of the batch',
      run: async () => {
        const { predictions, targets } = set();
        const deeper = { predictions: expandDims(predictions, 1), targets: expandDims(targets, 1) };
        await expectClose(await evaluated(metric, deeper), value, tolerance);
      },
    }),
    {
      name: 'sees nothing of a sample of weight 0',
      run: async () => {
        const { predictions, targets } = set();
        const rest = Array.from({ length: predictions.shape[0]! - 1 }, (_, i) => i + 1);
        const without = await evaluated(metric, part({ predictions, targets }, rest));
        for (const hidden of [Number.NaN, Number.POSITIVE_INFINITY]) {
          const broken = {
            ...weighted((i) => Number(i > 0)),
            predictions: await withFirstSample(predictions, hidden),
            targets: await withFirstSample(targets, targets.dtype === 'float32' ? hidden : -100),
          };
          await expectClose(await evaluated(metric, broken), without, tolerance);
          await expectClose(await evaluated(metric, broken, 1), without, tolerance);
        }
      },
    },
    {
      name: 'counts a sample of weight 3 as three of it',
      run: async () => {
        const { predictions, targets } = set();
        const repeated = part({ predictions, targets }, [
          0,
          0,
          ...Array.from({ length: predictions.shape[0]! }, (_, i) => i),
        ]);
        for (const dtype of ['float32', 'int32'] as const) {
          const found = await evaluated(
            metric,
            weighted((i) => (i === 0 ? 3 : 1), dtype),
            2,
          );
          await expectClose(found, await evaluated(metric, repeated), tolerance);
        }
      },
    },
    ...when(typeof value === 'number', {
      name: 'has the same value when all weights are divided by 4',
      run: async () => {
        const found = await evaluated(
          metric,
          weighted((i) => (i + 1) / 4),
        );
        await expectClose(
          found,
          await evaluated(
            metric,
            weighted((i) => i + 1),
          ),
          tolerance,
        );
      },
    }),
    {
      name: 'has the value of an empty set where all weights are 0',
      run: async () => {
        const none = await evaluated(metric, part(set(), []));
        await expectClose(
          await evaluated(
            metric,
            weighted(() => 0),
          ),
          none,
        );
      },
    },
    {
      name: 'refuses a weight below 0, or is NaN',
      run: async () => {
        for (const wrong of [-1, Number.NaN]) {
          try {
            const found = await evaluated(
              metric,
              weighted((i) => (i === 1 ? wrong : 1)),
            );
            assert.isNaN(found, 'the value');
          } catch (error) {
            if (!(error instanceof NeuriteError)) throw error;
          }
        }
      },
    },
    {
      name: 'has statistics of the same names and shapes for each batch, and none of an empty one',
      run: async () => {
        const all = set();
        const form = (batch: Readonly<Record<string, Tensor>>): unknown =>
          Object.entries(batch).map(([name, { shape, dtype }]) =>
            metric.combine?.[name] === 'concat' ? [name, dtype, shape.slice(1)] : [name, dtype, shape],
          );
        const statistics = (indices: readonly number[]) => statisticsOf(metric, part(all, indices));
        const empty = statistics([]);
        expect(form(statistics([0]))).toEqual(form(statistics([0, 1, 2])));
        expect(form(empty)).toEqual(form(statistics([0, 1, 2])));
        for (const [name, sums] of Object.entries(empty)) {
          const combine = metric.combine?.[name] ?? 'sum';
          const neutral = {
            sum: 0,
            maximum: Number.NEGATIVE_INFINITY,
            minimum: Number.POSITIVE_INFINITY,
            concat: undefined,
          };
          const values = [...(await sums.data())];
          assert.isTrue(
            values.every((value) => value === neutral[combine]),
            `${name} of an empty batch: ${values}`,
          );
        }
      },
    },
    {
      name: 'reads no value, leaves nothing behind and its inputs alone',
      run: async () => {
        for (const one of [set(), weighted((i) => i)]) {
          await expectNoLeak(() => expectNoReads(() => statisticsOf(metric, one)));
          for (const tensor of Object.values(one)) await tensor?.data();
        }
        const totals = await accumulated(metric, set(), 2);
        const before = memory().numTensors;
        void totals.value;
        assert.equal(memory().numTensors, before, 'tensors after `value`');
      },
    },
    ...errorChecks(errors),
  ];
}

function statisticsOf(
  metric: Metric<unknown>,
  { predictions, targets, weights }: MetricSet,
): Readonly<Record<string, Tensor>> {
  return metric.statistics(predictions, targets, { weights });
}

async function evaluated<Value>(metric: Metric<Value>, set: MetricSet, batchSize = 1000): Promise<Value> {
  return (await accumulated(metric, set, batchSize)).value;
}

async function accumulated<Value>(
  metric: Metric<Value>,
  set: MetricSet,
  batchSize: number,
): Promise<MetricAccumulator<Value>> {
  const accumulator = new MetricAccumulator(metric);
  const samples = set.predictions.shape[0]!;
  for (let start = 0; start === 0 || start < samples; start += batchSize) {
    const indices = Array.from({ length: Math.min(batchSize, samples - start) }, (_, i) => start + i);
    const batch = statisticsOf(metric, part(set, indices));
    for (const [name, statistic] of Object.entries(batch)) accumulator.add({ [name]: await statistic.data() });
  }
  return accumulator;
}

function part({ predictions, targets, weights }: MetricSet, indices: readonly number[]): MetricSet {
  return {
    predictions: samplesAt(predictions, indices),
    targets: samplesAt(targets, indices),
    weights: weights && gather(weights, tensor1d([...indices], 'int32')),
  };
}
