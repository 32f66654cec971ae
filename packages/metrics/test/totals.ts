import type { Metric, MetricTotals } from '@neurite/core';
import { dispose, slice, type Tensor } from '@tensorflow/tfjs-core';

/** The sums of a metric's statistics over batches, as evaluation takes them. */
export async function totalsOf(
  metric: Metric<unknown>,
  predictions: Tensor,
  targets: Tensor,
  batchSize: number = Number.POSITIVE_INFINITY,
): Promise<MetricTotals> {
  const sums: Record<string, Float64Array> = {};
  const count = predictions.shape[0]!;
  for (let start = 0; start < count; start += batchSize) {
    const size = Math.min(batchSize, count - start);
    const [scores, truth] = [rows(predictions, start, size), rows(targets, start, size)];
    const statistics = metric.statistics(scores, truth);
    for (const [name, statistic] of Object.entries(statistics)) {
      const values = await statistic.data();
      sums[name] ??= new Float64Array(values.length);
      for (const [i, value] of values.entries()) sums[name][i]! += value;
    }
    dispose([scores, truth, ...Object.values(statistics)]);
  }
  return sums;
}

/** The value over a whole set. */
export async function evaluated<Value>(
  metric: Metric<Value>,
  predictions: Tensor,
  targets: Tensor,
  batchSize?: number,
): Promise<Value> {
  return metric.value(await totalsOf(metric, predictions, targets, batchSize));
}

function rows(tensor: Tensor, start: number, size: number): Tensor {
  const rest = tensor.shape.slice(1);
  return slice(tensor, [start, ...rest.map(() => 0)], [size, ...rest]);
}
