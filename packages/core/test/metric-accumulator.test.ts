import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { type Metric, MetricAccumulator, type MetricTotals, ShapeError } from '../src/index.js';

const metric: Metric<MetricTotals> = {
  name: 'all',
  combine: { most: 'maximum', least: 'minimum', every: 'concat' },
  statistics: () => ({}),
  value: (totals) => totals,
};

describe('MetricAccumulator', () => {
  it('adds up, takes extremes, and keeps all, batch by batch', () => {
    const accumulator = new MetricAccumulator(metric);
    accumulator.add({ count: Int32Array.of(2, 3), most: [1], least: [1], every: Float32Array.of(1, 2) });
    accumulator.add({ count: Int32Array.of(1, 1), most: [3], least: [-2], every: [3] });
    accumulator.add({ count: Int32Array.of(0, 0), most: [2], least: [0], every: [] });
    const expected = {
      count: Float64Array.of(3, 4),
      most: Float64Array.of(3),
      least: Float64Array.of(-2),
      every: Float64Array.of(1, 2, 3),
    };
    expect(accumulator.value).toEqual(expected);
    expect(accumulator.totals).toEqual(expected);
  });

  it('goes on from totals, and joins those of others', () => {
    const first = new MetricAccumulator(metric);
    first.add({ count: [2 ** 53 - 2], most: [Number.NaN], every: [1] });
    const second = new MetricAccumulator(metric, structuredClone(first.totals));
    second.add({ count: [1], most: [5], every: [2] });
    expect(second.totals).toEqual({
      count: Float64Array.of(2 ** 53 - 1),
      most: Float64Array.of(Number.NaN),
      every: Float64Array.of(1, 2),
    });
    first.add(new MetricAccumulator(metric, { count: [1] }).totals);
    expect(first.totals.count).toEqual(Float64Array.of(2 ** 53 - 1));
  });

  it('gives copies', () => {
    const accumulator = new MetricAccumulator(metric, { count: [1] });
    accumulator.totals.count![0] = 9;
    expect(accumulator.totals.count).toEqual(Float64Array.of(1));
  });

  it('keeps a million values of a thousand batches', () => {
    const accumulator = new MetricAccumulator(metric);
    for (let batch = 0; batch < 1000; batch++) accumulator.add({ every: new Float32Array(1000).fill(batch) });
    const every = accumulator.totals.every!;
    expect([every.length, every[0], every[999_999]]).toEqual([1_000_000, 0, 999]);
  });

  it('refuses statistics of another size', async () => {
    const accumulator = new MetricAccumulator(metric, { count: [1, 2] });
    await expectError(
      () => accumulator.add({ count: [1] }),
      ShapeError,
      'all: `statistics` must give `count` of one size for each batch, 2 elements; received 1.',
    );
  });
});
