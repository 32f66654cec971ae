import type { Metric, MetricValues, NamedTensors } from '@neurite/core';
import { dispose, type Scalar, type Tensor } from '@tensorflow/tfjs-core';

/** Metrics by the names under which they are reported. */
export type Metrics = Readonly<Record<string, Metric<unknown>>>;

/** What one batch adds to the totals, on the host. */
export type BatchValues = {
  readonly loss: number;
  readonly statistics: Readonly<Record<string, Readonly<Record<string, ArrayLike<number>>>>>;
};

/** Sums as plain JSON, for checkpoints. */
export type TotalsState = {
  readonly samples: number;
  readonly loss: number;
  readonly statistics: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
};

/** Starts reading a batch's loss and statistics; the tensors are freed when they have been read. */
export async function readBatchValues(
  loss: Scalar | undefined,
  statistics: Readonly<Record<string, NamedTensors>>,
): Promise<BatchValues> {
  const flat = Object.entries(statistics).flatMap(([metric, tensors]) =>
    Object.entries(tensors).map(([name, tensor]) => ({ metric, name, tensor })),
  );
  const tensors: Tensor[] = flat.map(({ tensor }) => tensor);
  if (loss !== undefined) tensors.push(loss);
  try {
    const values = await Promise.all(tensors.map((tensor) => tensor.data()));
    const read: Record<string, Record<string, ArrayLike<number>>> = {};
    for (const [i, { metric, name }] of flat.entries()) {
      read[metric] ??= {};
      read[metric][name] = values[i]!;
    }
    return { loss: loss === undefined ? Number.NaN : values.at(-1)![0]!, statistics: read };
  } finally {
    dispose(tensors);
  }
}

/** The loss and the metrics of the samples seen so far. */
export class Totals {
  readonly #metrics: Metrics;
  #samples = 0;
  #loss = 0;
  #statistics: Record<string, Record<string, Float64Array>> = {};

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  get samples(): number {
    return this.#samples;
  }

  /** The mean loss over the samples; NaN before the first. */
  get loss(): number {
    return this.#loss / this.#samples;
  }

  /** The metrics over the samples; none before the first. */
  get metrics(): MetricValues {
    if (this.#samples === 0) return {};
    return Object.fromEntries(
      Object.entries(this.#metrics).map(([name, metric]) => [name, metric.value(this.#statistics[name] ?? {})]),
    );
  }

  add(samples: number, { loss, statistics }: BatchValues): void {
    this.#samples += samples;
    this.#loss += loss * samples;
    for (const [metric, values] of Object.entries(statistics)) {
      this.#statistics[metric] ??= {};
      const sums = this.#statistics[metric];
      for (const [name, value] of Object.entries(values)) {
        sums[name] ??= new Float64Array(value.length);
        const sum = sums[name];
        for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + value[i]!;
      }
    }
  }

  get state(): TotalsState {
    const statistics = Object.fromEntries(
      Object.entries(this.#statistics).map(([metric, sums]) => [
        metric,
        Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, [...sum]])),
      ]),
    );
    return { samples: this.#samples, loss: this.#loss, statistics };
  }

  /** Sums that go on where `state` was taken. */
  static fromState(metrics: Metrics, { samples, loss, statistics }: TotalsState): Totals {
    const totals = new Totals(metrics);
    totals.#samples = samples;
    totals.#loss = loss;
    for (const [metric, sums] of Object.entries(statistics)) {
      totals.#statistics[metric] = Object.fromEntries(
        Object.entries(sums).map(([name, sum]) => [name, Float64Array.from(sum)]),
      );
    }
    return totals;
  }
}
