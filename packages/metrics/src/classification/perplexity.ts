import type { Metric } from '@neurite/core';
import { logLossMetric } from '../internal/log-loss-metric.js';
import type { ProbabilityOptions } from '../internal/probabilities.js';

/**
 * The exponential of the mean of `−log p` of the true classes: among how many equally likely tokens a language model hesitates.
 *
 * Predictions are logits, or probabilities (`from`), [batch, …, classes]; targets are int32 classes, [batch, …], or one-hot;
 * weights [batch, …] or of its first axes, 0 for padding. Infinity where a true class has the probability 0. NaN once a
 * prediction is NaN; 1 for an empty set.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for targets outside the classes and weights below 0
 * @example
 * const metrics = { perplexity: perplexity({ from: 'probabilities' }) };
 */
export function perplexity(options: ProbabilityOptions = {}): Metric {
  return logLossMetric('perplexity', Math.exp, options);
}
