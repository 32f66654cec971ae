import type { Tensor } from '@tensorflow/tfjs-core';
import type { NamedTensors } from '../state-dict.js';
import type { HostValue, Json } from './dataset.js';
import type { WeightOptions } from './loss.js';

/** A metric's statistics of all batches combined, by name, in float64. */
export type MetricTotals = Readonly<Record<string, Float64Array>>;

/**
 * How statistics of two batches become those of both: `sum` (exact far beyond 2²⁴), `maximum`, `minimum`, or `concat`,
 * which keeps all of them, one batch after another.
 */
export type Combine = 'sum' | 'maximum' | 'minimum' | 'concat';

/**
 * A number (or table) about a whole data set, whatever the batch size: statistics of a batch, how they combine, and the
 * value that follows.
 */
export interface Metric<Value = number, Predictions = Tensor, Targets = Tensor, Weights = Tensor> {
  readonly name: string;
  /** How each of the statistics combines over batches. Default: `sum`. */
  readonly combine?: Readonly<Record<string, Combine>>;
  /**
   * Pure; reads no value.
   *
   * @returns tensors that combine over batches; the caller owns them. Of the same shapes each time, but for `concat`
   */
  statistics(predictions: Predictions, targets: Targets, options?: WeightOptions<Weights>): NamedTensors;
  /** @param totals the combined statistics of the whole set */
  value(totals: MetricTotals): Value;
}

/**
 * A metric that reads predictions and targets on the host, e.g. of text: BLEU, edit distance. Its total is plain JSON, so
 * that a checkpoint in the middle of an epoch holds it.
 */
export interface HostMetric<Value = number, Total extends Json = Json> {
  readonly name: string;
  /** The total before the first batch. */
  start(): Total;
  /** @returns the total with a batch added; may be the changed `total` itself */
  add(total: Total, predictions: HostValue, targets: HostValue, options?: WeightOptions<HostValue>): Total;
  value(total: Total): Value;
}

/** A host metric with whatever total. */
export interface AnyHostMetric<Value = unknown> {
  readonly name: string;
  start(): Json;
  add(total: never, predictions: HostValue, targets: HostValue, options?: WeightOptions<HostValue>): Json;
  value(total: never): Value;
}

/** Every kind of metric. */
export type AnyMetric<Value = unknown> = Metric<Value, never, never, never> | AnyHostMetric<Value>;
