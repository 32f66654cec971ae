import { batchLoss, inference, type Module, mapTensors, memoryScope, within } from '@neurite/core';
import { clone, dispose, keep, type Tensor } from '@tensorflow/tfjs-core';
import type { Batches } from '../batches.js';
import type { TensorBatch } from '../to-tensors.js';
import { openBatches } from './batch-source.js';
import { exchangeReports } from './exchange-reports.js';
import { loadBatch } from './load-batch.js';
import type { Rows } from './load-value.js';
import { batchStatistics, type Metrics } from './metric-statistics.js';
import type { AnyLoss } from './model-objective.js';
import type { ModelSnapshot } from './model-snapshot.js';
import { type Report, type ReportValues, readReports } from './read-reports.js';
import type { Replicas } from './replicas.js';
import { Totals } from './totals.js';
import { turns } from './yield-to-event-loop.js';

/** What to measure and for whom. */
export type MeasureOptions = {
  /** Who asks, for errors. */
  readonly where: string;
  readonly seed: number;
  readonly loss: AnyLoss | undefined;
  readonly metrics: Metrics;
  /** The values to measure; lent. */
  readonly snapshot: ModelSnapshot;
  /** Called in order with each batch, whose number counts from 1. */
  readonly onBatch?: ((values: ReportValues, batch: number) => void) | undefined;
  /** Called between batches: whether to stop; the same in all processes. */
  readonly canceled?: () => boolean;
  /** Processes that measure the same set: each takes its rows of every batch. Default: this one takes all. */
  readonly replicas?: Replicas | undefined;
};

/** A batch whose numbers are being read. */
type Running = { readonly number: number; readonly values: Promise<ReportValues | null> };

/**
 * The loss and the metrics of a whole data set. A batch's numbers are read while the next batch runs.
 *
 * @returns the sums, or undefined when it was canceled
 */
export async function measure(
  model: Module<unknown, unknown>,
  data: Batches,
  options: MeasureOptions,
): Promise<Totals | undefined> {
  const { where, seed, metrics, onBatch, canceled, replicas } = options;
  const rowsOf = replicas && ((size: number): Rows => replicas.rowsOf(size));
  const totals = new Totals(metrics);
  const breathe = turns();
  const running: Running[] = [];
  const finishOldest = async (): Promise<void> => {
    const { number, values } = running.shift()!;
    const own = await values;
    for (const read of replicas === undefined ? [own!] : await exchangeReports(replicas, [own])) {
      onBatch?.(read, number);
      totals.add(read);
    }
  };
  const source = await openBatches(data, { where, epoch: 0, seed, batches: 0, position: undefined });
  try {
    for (let number = 1; ; number++) {
      const next = await source.next();
      if (next === undefined) break;
      if (canceled?.() === true) {
        next.batch.dispose?.();
        return undefined;
      }
      const values = within(`batch ${number}`, () => {
        const batch = loadBatch(next.batch, { where, rowsOf, firstOf: number === 1 ? model : undefined });
        return startBatch(model, batch, options);
      });
      running.push({ number, values });
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

/**
 * Owns the batch, and frees it when its numbers have been read: the loss may have to explain them.
 *
 * @returns null where this process has none of its rows
 */
function startBatch(
  model: Module<unknown, unknown>,
  batch: TensorBatch<unknown, unknown, unknown>,
  { where, loss, metrics, snapshot }: MeasureOptions,
): Promise<ReportValues | null> {
  const { x, y: targets, weights, size: samples } = batch;
  const kept: Tensor[] = [];
  const free = (): void => {
    batch.dispose();
    dispose(kept);
  };
  if (samples === 0 && batch.rows.of > 0) {
    batch.dispose();
    return Promise.resolve(null);
  }
  try {
    let predicted: unknown;
    const report = memoryScope(where, (): Report => {
      const predictions = snapshot.run(() => model.forward(x, inference()));
      if (loss?.explain !== undefined) {
        predicted = mapTensors(predictions, (tensor) => {
          kept.push(keep(clone(tensor)));
          return kept.at(-1)!;
        });
      }
      const input = { predictions, targets, weights };
      const { value, ...rest } = loss === undefined ? { value: undefined } : batchLoss(where, loss, input);
      return { ...rest, loss: value, samples, metrics: batchStatistics(metrics, input) };
    });
    const read = readReports([report]).then(async ([values]): Promise<ReportValues> => {
      if (loss === undefined || Number.isFinite(values!.loss)) return values!;
      return { ...values!, reason: await loss.explain?.(predicted, targets, { weights, argument: 'y' }) };
    });
    const done = read.finally(free);
    done.catch(() => {}); // Whoever awaits it hears of it; until then it is not an unhandled rejection.
    return done;
  } catch (error) {
    free();
    throw error;
  }
}
