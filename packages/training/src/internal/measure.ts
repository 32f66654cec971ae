import { inference, type Loss, type Module, type NamedTensors, within } from '@neurite/core';
import { type Scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Batches } from '../batches.js';
import { openBatches } from './batch-source.js';
import { type LoadedBatch, loadBatch } from './batch-tensors.js';
import { type BatchValues, type Metrics, readBatchValues, Totals } from './totals.js';
import { turns } from './yield-to-event-loop.js';

/** What to measure and for whom. */
export type MeasureOptions = {
  /** Who asks, for errors. */
  readonly where: string;
  readonly seed: number;
  readonly loss: Loss | undefined;
  readonly metrics: Metrics;
  /** Called in order with each batch's loss and its number, from 1. */
  readonly onBatch?: (loss: number, batch: number) => void;
  /** Asked between batches: whether the answer is no longer wanted. */
  readonly cancelled?: () => boolean;
};

/** A batch whose numbers are being read. */
type Running = { readonly size: number; readonly number: number; readonly values: Promise<BatchValues> };

/**
 * The loss and the metrics of a whole data set. A batch's numbers are read while the next batch runs.
 *
 * @returns the sums, or undefined when it was cancelled
 */
export async function measure(
  model: Module<unknown, Tensor>,
  data: Batches,
  options: MeasureOptions,
): Promise<Totals | undefined> {
  const { where, seed, metrics, onBatch, cancelled } = options;
  const totals = new Totals(metrics);
  const breathe = turns();
  const running: Running[] = [];
  const finishOldest = async (): Promise<void> => {
    const { size, number, values } = running.shift()!;
    const read = await values;
    onBatch?.(read.loss, number);
    totals.add(size, read);
  };
  const source = await openBatches(data, { where, epoch: 0, seed, batches: 0, position: undefined });
  try {
    for (let number = 1; ; number++) {
      const next = await source.next();
      if (next === undefined) break;
      if (cancelled?.() === true) return undefined;
      running.push(within(`batch ${number}`, () => startBatch(model, loadBatch(where, next.batch), number, options)));
      if (running.length > 1) await finishOldest();
      await breathe();
    }
    while (running.length > 0) await finishOldest();
    return totals;
  } finally {
    await Promise.allSettled(running.map(({ values }) => values));
    await source.close();
  }
}

function startBatch(
  model: Module<unknown, Tensor>,
  { x, y, size, free }: LoadedBatch,
  number: number,
  { loss, metrics }: MeasureOptions,
): Running {
  try {
    const { value, statistics } = tidy((): { value: Scalar | undefined; statistics: Record<string, NamedTensors> } => {
      const predictions = model.forward(x, inference());
      return {
        value: loss?.(predictions, y),
        statistics: Object.fromEntries(
          Object.entries(metrics).map(([name, metric]) => [name, metric.statistics(predictions, y)]),
        ),
      };
    });
    const values = readBatchValues(value, statistics);
    values.catch(() => {}); // Whoever awaits it hears of it; until then it is not an unhandled rejection.
    return { size, number, values };
  } finally {
    free();
  }
}
