import { ArgumentError, type Loss, type Metric, type Module } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Batches } from './batches.js';
import { assertBatches } from './internal/batch-source.js';
import { measure } from './internal/measure.js';

/** The value of each metric, by its name. */
export type MetricResults<Metrics> = {
  readonly [Name in keyof Metrics]: Metrics[Name] extends Metric<infer Value> ? Value : never;
};

/** What to measure. */
export type EvaluateOptions<Out extends Tensor, Targets extends Tensor, Metrics> = {
  /** Default: none is computed. */
  readonly loss?: Loss<Out, Targets>;
  /** Default: none. */
  readonly metrics?: Metrics;
  /** For a data set that draws random numbers of its own. Default 0. */
  readonly seed?: number;
};

/** What a model scored on a whole data set. */
export type Evaluation<Metrics> = {
  readonly samples: number;
  /** The mean over the samples; undefined where no loss was asked for. */
  readonly loss: number | undefined;
  readonly metrics: MetricResults<Metrics>;
};

/**
 * Measures a model on a whole data set, without changing it. The values are those of the set: they do not depend on
 * the batch size. Leaves no tensors.
 *
 * @param data batches with their truth
 * @throws ArgumentError when there is nothing to measure or the data set is empty
 * @throws ShapeError when a batch does not fit the model
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
  Out extends Tensor,
  Targets extends Tensor = Tensor,
  const Metrics extends Readonly<Record<string, Metric<unknown>>> = Record<never, never>,
>(
  model: Module<In, Out>,
  data: Batches,
  { loss, metrics, seed = 0 }: EvaluateOptions<Out, Targets, Metrics>,
): Promise<Evaluation<Metrics>> {
  const where = 'evaluate';
  assertBatches(where, 'data', data);
  if (loss === undefined && Object.keys(metrics ?? {}).length === 0) {
    throw new ArgumentError({ where, argument: 'metrics', expected: 'have at least one metric', received: 'none' });
  }
  // The types of a batch are known to the data set alone; a batch that does not fit is a ShapeError of the model.
  const totals = await measure(model as Module<unknown, Tensor>, data, {
    where,
    seed,
    loss: loss as Loss | undefined,
    metrics: metrics ?? {},
  });
  if (totals === undefined || totals.samples === 0) {
    throw new ArgumentError({ where, argument: 'data', expected: 'have at least one batch', received: 'none' });
  }
  return {
    samples: totals.samples,
    loss: loss === undefined ? undefined : totals.loss,
    metrics: totals.metrics as MetricResults<Metrics>, // one value for each metric, by the same names
  };
}
