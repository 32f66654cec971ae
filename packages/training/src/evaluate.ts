import { ArgumentError, checkOptions, type Loaded, type Loss, type Module, NumericError } from '@neurite/core';
import type { Batches, BatchesFor, WeightsOf } from './batches.js';
import { assertBatches } from './internal/batch-source.js';
import { assertLoss, assertMetrics, assertModel } from './internal/check-arguments.js';
import { measure } from './internal/measure.js';
import type { AnyLoss } from './internal/model-objective.js';
import { ModelSnapshot } from './internal/model-snapshot.js';
import type { MetricResults, MetricsFor } from './metrics.js';

/** What has been measured of one batch. */
export type EvaluateReport = {
  /** Which batch has been measured, counted from 1. */
  readonly batch: number;
  /** Samples of this batch. */
  readonly samples: number;
  /** The mean loss of this batch; NaN where no loss was asked for. */
  readonly loss: number;
};

/** What to measure. */
export type EvaluateOptions<Out, Y, W, Metrics> = {
  /** Default: none is computed. */
  readonly loss?: Loss<NoInfer<Out>, NoInfer<Loaded<Y>>, NoInfer<WeightsOf<W>>>;
  /** Default: none. */
  readonly metrics?: Metrics;
  /** For a data set that draws random numbers of its own. Default 0. */
  readonly seed?: number;
  /** Called in order after each batch. */
  readonly onBatch?: (report: EvaluateReport) => void;
  /** Cancels the evaluation before the next batch. */
  readonly signal?: AbortSignal;
};

/** The loss and metrics of a model on a whole data set. */
export type Evaluation<Metrics> = {
  readonly samples: number;
  /** The mean over the samples by their weights; undefined where no loss was asked for. */
  readonly loss: number | undefined;
  readonly metrics: MetricResults<Metrics>;
};

/**
 * Measures a model on a whole data set, without changing it. The values are those of the set: they do not depend on
 * the batch size. Uses the parameters as they are at the call, even if training continues meanwhile. Leaves no tensors.
 *
 * @param data batches with their targets, and weights where samples count differently
 * @throws ArgumentError when there is nothing to measure or the data set is empty
 * @throws ShapeError, DtypeError when a batch does not fit the model
 * @throws NumericError when the loss is not finite because of the targets or the weights of a batch
 * @throws the reason of `signal`, when it is aborted
 * @example
 * class Double extends Module {
 *   override forward(x: Tensor): Tensor {
 *     return mul(x, 2);
 *   }
 * }
 * const batch = { x: hostArray(Float32Array.of(1, 2)), y: hostArray(Float32Array.of(2, 3)) };
 * const { loss } = await evaluate(new Double(), [batch], { loss: (predicted, y) => mean(abs(sub(predicted, y))) });
 * // 0.5
 */
export async function evaluate<
  In,
  Out,
  X,
  Y,
  W = undefined,
  const Metrics extends MetricsFor<NoInfer<Out>, NoInfer<Loaded<Y>>> = Record<never, never>,
>(
  model: Module<In, Out>,
  data: BatchesFor<In, X, Y, W>,
  options: EvaluateOptions<Out, Y, W, Metrics>,
): Promise<Evaluation<Metrics>> {
  const where = 'evaluate';
  checkOptions(where, options, ['loss', 'metrics', 'seed', 'onBatch', 'signal']);
  const { loss, metrics, seed = 0, onBatch, signal } = options;
  assertModel(where, model);
  assertBatches(where, 'data', data);
  if (loss !== undefined) assertLoss(where, loss);
  assertMetrics(where, metrics ?? {});
  if (loss === undefined && Object.keys(metrics ?? {}).length === 0) {
    throw new ArgumentError({ where, argument: 'metrics', expected: 'have at least one metric', received: 'none' });
  }
  signal?.throwIfAborted();
  const snapshot = new ModelSnapshot(model);
  // Model, data, loss and metrics have been checked against each other by their types.
  const totals = await measure(model as Module<unknown, unknown>, data as Batches, {
    where,
    seed,
    loss: loss as AnyLoss | undefined,
    metrics: metrics ?? {},
    snapshot,
    canceled: () => signal?.aborted === true,
    onBatch: ({ samples, loss, reason }, batch) => {
      if (reason !== undefined) {
        throw new NumericError({ where: `evaluate (batch ${batch})`, problem: `the loss is ${loss}`, advice: reason });
      }
      onBatch?.({ batch, samples, loss });
    },
  }).finally(() => snapshot.dispose());
  signal?.throwIfAborted();
  if (totals === undefined || totals.samples === 0) {
    throw new ArgumentError({ where, argument: 'data', expected: 'have at least one batch', received: 'none' });
  }
  return {
    samples: totals.samples,
    loss: loss === undefined ? undefined : totals.loss,
    metrics: totals.metrics as MetricResults<Metrics>, // one value for each metric, by the same names
  };
}
