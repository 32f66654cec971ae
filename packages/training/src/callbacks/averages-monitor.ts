import type { Batch, Callback, Loaded, Loss, Module } from '@neurite/core';
import { checkOptions } from '@neurite/core';
import type { Batches } from '../batches.js';
import { evaluate } from '../evaluate.js';
import { numbersOf } from '../internal/monitor.js';
import type { MetricsFor } from '../metrics.js';

/** What is measured. */
export type AveragesMonitorOptions<Out, Y> = {
  readonly loss: Loss<NoInfer<Out>, NoInfer<Loaded<Y>>>;
  /** Default: none. */
  readonly metrics?: MetricsFor<NoInfer<Out>, NoInfer<Loaded<Y>>>;
};

/**
 * Measures the trained weights beside their averages. Where the optimizer keeps averages (`exponentialMovingAverage`,
 * `stochasticWeightAverage`, schedule-free), the validation of `fit` is of these; this one logs the same numbers of the
 * weights that are trained, as `trained.loss` and so on, at the end of each epoch.
 *
 * @param model the one that is trained
 * @param data as `validation` of `fit`
 * @throws ArgumentError for an unknown option, and what `evaluate` throws
 * @example
 * const loss = (predicted: Tensor, y: Tensor): Scalar => mean(squaredDifference(predicted, y));
 * const compare = (model: Module, validation: Batches<Batch>): Callback => averagesMonitor(model, validation, { loss });
 */
export function averagesMonitor<In, Out, X, Y>(
  model: Module<In, Out>,
  data: Batches<Batch<X, Y>>,
  options: AveragesMonitorOptions<Out, Y>,
): Callback {
  const name = 'averagesMonitor';
  checkOptions(name, options, ['loss', 'metrics']);
  const { loss, metrics = {} } = options;
  return {
    name,
    epochEnd: async (run) => {
      // The model holds the trained weights while the run goes on. Data, model and loss have been checked by their types.
      const measured = await evaluate(model as Module, data as Batches<Batch>, {
        loss: loss as Loss,
        metrics: metrics as Record<string, never>,
      });
      const values = numbersOf({ loss: measured.loss!, metrics: measured.metrics });
      run.log({ type: 'scalars', values: Object.fromEntries(values.map(([key, value]) => [`trained.${key}`, value])) });
    },
  };
}
