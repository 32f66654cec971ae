import type { Tensor } from '@tensorflow/tfjs-core';
import type { NamedTensors } from '../state-dict.js';

/** Sums of a metric's statistics over all batches, by name, in float64. */
export type MetricTotals = Readonly<Record<string, Float64Array>>;

/**
 * A number (or table) about a whole data set, whatever the batch size: statistics that add up over batches, and the
 * value that follows from their sums.
 */
export type Metric<Value = number> = {
  readonly name: string;
  /**
   * Pure; reads no value.
   *
   * @returns tensors that add up over batches, of the same shapes each time; the caller owns them
   */
  statistics(predictions: Tensor, targets: Tensor): NamedTensors;
  /** @param totals the sums of the statistics over the whole set */
  value(totals: MetricTotals): Value;
};
