import type { Json, MetricValues } from '@neurite/core';
import { type Accumulator, accumulatorOf, type ReportedMetrics } from './accumulators.js';
import type { ReportValues } from './read-reports.js';

/** Sums as plain JSON, for checkpoints. */
export type TotalsState = {
  readonly samples: number;
  readonly total: readonly number[];
  readonly weight: readonly number[];
  readonly metrics: Readonly<Record<string, Json>>;
};

/** The loss and the metrics of the samples seen so far. */
export class Totals {
  readonly #metrics: ReadonlyMap<string, Accumulator>;
  #samples: number;
  #total: readonly number[];
  #weight: readonly number[];

  /** @param state where to go on */
  constructor(metrics: ReportedMetrics, { samples, total, weight, metrics: states }: TotalsState = empty) {
    this.#metrics = new Map(
      Object.entries(metrics).map(([name, metric]) => [name, accumulatorOf(metric, states[name])]),
    );
    this.#samples = samples;
    this.#total = total;
    this.#weight = weight;
  }

  get samples(): number {
    return this.#samples;
  }

  /** The mean loss by the weights of the samples; NaN before the first. */
  get loss(): number {
    return this.#samples === 0 ? Number.NaN : meanLoss({ total: this.#total, weight: this.#weight });
  }

  /** The metrics over the samples; none before the first. */
  get metrics(): MetricValues {
    if (this.#samples === 0) return {};
    return Object.fromEntries([...this.#metrics].map(([name, accumulator]) => [name, accumulator.value]));
  }

  add({ samples, total, weight, metrics }: ReportValues): void {
    this.#samples += samples;
    this.#total = addNumbers(this.#total, total);
    this.#weight = addNumbers(this.#weight, weight);
    for (const [name, accumulator] of this.#metrics) accumulator.add(metrics[name] ?? {});
  }

  get state(): TotalsState {
    const metrics = Object.fromEntries([...this.#metrics].map(([name, accumulator]) => [name, accumulator.state]));
    return { samples: this.#samples, total: this.#total, weight: this.#weight, metrics };
  }
}

const empty: TotalsState = { samples: 0, total: [], weight: [], metrics: {} };

/** Σ total / weight, over the parts of a loss; a part of weight 0 counts nothing. */
export function meanLoss({ total, weight }: Pick<TotalsState, 'total' | 'weight'>): number {
  return total.reduce((mean, part, i) => mean + (weight[i] === 0 ? 0 : part / weight[i]!), 0);
}

/** The terms of several batches together. */
export function addTerms(reports: readonly ReportValues[]): Pick<TotalsState, 'total' | 'weight'> {
  return reports.reduce<Pick<TotalsState, 'total' | 'weight'>>(
    (all, { total, weight }) => ({ total: addNumbers(all.total, total), weight: addNumbers(all.weight, weight) }),
    empty,
  );
}

/** Sums, number by number; an empty list is one of zeros. */
export function addNumbers(a: readonly number[], b: readonly number[]): readonly number[] {
  return b.length === 0 ? a : b.map((value, i) => (a[i] ?? 0) + value);
}
