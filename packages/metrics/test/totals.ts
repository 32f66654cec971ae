import { type Metric, MetricAccumulator, type MetricTotals } from '@neurite/core';
import { dispose, slice, type Tensor } from '@tensorflow/tfjs-core';

/** A set of samples; weights count along its first axis. */
export type Samples = { readonly predictions: Tensor; readonly targets: Tensor; readonly weights?: Tensor };

/** The combined statistics of a metric over batches, as evaluation takes them. */
export async function totalsOf(
  metric: Metric<unknown>,
  { predictions, targets, weights }: Samples,
  batchSize: number = Number.POSITIVE_INFINITY,
): Promise<MetricTotals> {
  const accumulator = new MetricAccumulator(metric);
  const count = predictions.shape[0]!;
  for (let start = 0; start < count; start += batchSize) {
    const size = Math.min(batchSize, count - start);
    const [scores, truth] = [rows(predictions, start, size), rows(targets, start, size)];
    const counts = weights && rows(weights, start, size);
    const statistics = metric.statistics(scores, truth, { weights: counts });
    for (const [name, statistic] of Object.entries(statistics)) accumulator.add({ [name]: await statistic.data() });
    dispose([scores, truth, ...(counts === undefined ? [] : [counts]), ...Object.values(statistics)]);
  }
  return accumulator.totals;
}

/** The value over a whole set. */
export async function evaluated<Value>(metric: Metric<Value>, samples: Samples, batchSize?: number): Promise<Value> {
  return metric.value(await totalsOf(metric, samples, batchSize));
}

function rows(tensor: Tensor, start: number, size: number): Tensor {
  const rest = tensor.shape.slice(1);
  return slice(tensor, [start, ...rest.map(() => 0)], [size, ...rest]);
}
