import { type AnyHostMetric, type AnyMetric, type LossInput, type NamedTensors, tensorsOf } from '@neurite/core';
import { clone } from '@tensorflow/tfjs-core';

/** Metrics by the names under which they are reported. */
export type Metrics = Readonly<Record<string, AnyMetric>>;

/** What a batch gives to metrics. */
type MetricInput = LossInput<unknown, unknown, unknown>;

export function isHostMetric(metric: object): metric is AnyHostMetric {
  return 'start' in metric;
}

/**
 * The statistics of each metric; of one that works on the host, the tensors that it reads.
 *
 * @returns tensors that the caller owns
 */
export function batchStatistics(metrics: Metrics, input: MetricInput): Readonly<Record<string, NamedTensors>> {
  const measured = Object.entries(metrics).map(([name, metric]) => {
    const { predictions, targets, weights } = input;
    return [
      name,
      isHostMetric(metric)
        ? Object.fromEntries([...tensorsOf(input)].map(([path, tensor]) => [path, clone(tensor)]))
        : metric.statistics(predictions as never, targets as never, { weights: weights as never }), // the caller's types fit
    ] as const;
  });
  return Object.fromEntries(measured);
}
