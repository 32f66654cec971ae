import type { Combine, Metric, MetricTotals } from './contracts/metric.js';
import { ShapeError } from './errors.js';

type AnyStatisticsMetric<Value> = Pick<Metric<Value, never, never, never>, 'name' | 'combine' | 'value'>;

/**
 * The statistics of a metric over batches, combined on the host in float64: counts stay exact up to 2⁵³.
 *
 * @example
 * const largest: Metric = {
 *   name: 'largest',
 *   combine: { largest: 'maximum' },
 *   statistics: (predictions) => ({ largest: max(predictions) }),
 *   value: ({ largest }) => largest![0]!,
 * };
 * const accumulator = new MetricAccumulator(largest);
 * for (const batch of [tensor1d([1, 5]), tensor1d([4])]) {
 *   accumulator.add({ largest: await largest.statistics(batch, batch).largest!.data() });
 * }
 * accumulator.value; // 5
 */
export class MetricAccumulator<Value> {
  readonly #metric: AnyStatisticsMetric<Value>;
  readonly #totals: Record<string, GrowingArray> = {};

  /** @param totals the totals to continue from, of another accumulator of the same metric */
  constructor(metric: AnyStatisticsMetric<Value>, totals: Readonly<Record<string, ArrayLike<number>>> = {}) {
    this.#metric = metric;
    this.add(totals);
  }

  /**
   * Takes the statistics of a batch, or the totals of another accumulator of the same metric.
   *
   * @throws ShapeError when one that is not concatenated has another number of elements than before
   */
  add(statistics: Readonly<Record<string, ArrayLike<number>>>): void {
    for (const [name, values] of Object.entries(statistics)) {
      const combine = this.#metric.combine?.[name] ?? 'sum';
      const total = this.#totals[name];
      if (total === undefined || combine === 'concat') {
        this.#totals[name] ??= new GrowingArray();
        this.#totals[name].append(values);
      } else {
        if (values.length !== total.length) throw this.#otherLength(name, total.length, values.length);
        total.combine(values, COMBINE[combine]);
      }
    }
  }

  #otherLength(name: string, before: number, now: number): ShapeError {
    const expected = `give \`${name}\` of one size for each batch, ${before} elements`;
    return new ShapeError({ where: this.#metric.name, argument: 'statistics', expected, received: String(now) });
  }

  /** Everything so far, by the names of the statistics; copies. */
  get totals(): MetricTotals {
    return Object.fromEntries(Object.entries(this.#totals).map(([name, { values }]) => [name, values.slice()]));
  }

  /** The metric of everything so far. */
  get value(): Value {
    return this.#metric.value(this.totals);
  }
}

const COMBINE: Readonly<Record<Exclude<Combine, 'concat'>, (a: number, b: number) => number>> = {
  sum: (a, b) => a + b,
  maximum: Math.max,
  minimum: Math.min,
};

/** A growing list of numbers; its capacity is doubled, so that each is copied a few times at most. */
class GrowingArray {
  #room = new Float64Array();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get values(): Float64Array {
    return this.#room.subarray(0, this.#length);
  }

  append(values: ArrayLike<number>): void {
    const length = this.#length + values.length;
    if (length > this.#room.length) {
      const room = new Float64Array(Math.max(length, 2 * this.#room.length));
      room.set(this.values);
      this.#room = room;
    }
    this.#room.set(values, this.#length);
    this.#length = length;
  }

  combine(values: ArrayLike<number>, f: (a: number, b: number) => number): void {
    for (let i = 0; i < this.#length; i++) this.#room[i] = f(this.#room[i]!, values[i]!);
  }
}
