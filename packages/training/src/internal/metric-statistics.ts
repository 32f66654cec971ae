import {
  type AnyHostMetric,
  type AnyMetric,
  ArgumentError,
  describeValue,
  type LossInput,
  type NamedTensors,
  tensorsOf,
} from '@neurite/core';
import { clone, Tensor } from '@tensorflow/tfjs-core';

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
        : assertStatistics(
            name,
            metric.statistics(predictions as never, targets as never, { weights: weights as never }), // the caller's types fit
          ),
    ] as const;
  });
  return Object.fromEntries(measured);
}

/** @throws ArgumentError for statistics that are not tensors by name */
function assertStatistics(name: string, statistics: NamedTensors): NamedTensors {
  const isRecord = typeof statistics === 'object' && statistics !== null;
  const wrong = isRecord ? Object.entries(statistics).find(([, one]) => !(one instanceof Tensor)) : ['', statistics];
  if (wrong === undefined) return statistics;
  throw new ArgumentError({
    where: `metrics.${name}`,
    argument: 'statistics',
    expected: 'return tensors by name',
    received: isRecord ? `${describeValue(wrong[1])} for \`${wrong[0]}\`` : describeValue(statistics),
  });
}
