import { ArgumentError, describeValue, type Loss, type Metric } from '@neurite/core';
import { ratio } from './internal/ratio.js';

/**
 * The value of a loss over a whole set, as a metric: `Σ w·l / Σ w`, whatever the batch size.
 *
 * Predictions, targets and weights are those of the loss; a weight below 0 or a label outside of the classes makes it NaN, as
 * it does the loss. 0 for an empty set.
 *
 * @param loss with `terms`, as those of `@neurite/losses`; with options, `loss.with({ … })`
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when the loss has no `terms`
 * @example
 * const squares: Loss = (predictions, targets) => mean(squaredDifference(predictions, targets));
 * const terms: Loss['terms'] = (predictions, targets) => ({
 *   total: sum(squaredDifference(predictions, targets)),
 *   weight: scalar(targets.size),
 * });
 * const metrics = { squares: fromLoss(Object.assign(squares, { terms })) };
 */
export function fromLoss<Predictions, Targets, Weights>(
  loss: Loss<Predictions, Targets, Weights>,
): Metric<number, Predictions, Targets, Weights> {
  const { terms } = loss;
  if (terms === undefined) {
    throw new ArgumentError({
      where: 'fromLoss',
      argument: 'loss',
      expected: 'have `terms`',
      received: describeValue(loss),
      advice: 'Make it with defineLoss of @neurite/losses',
    });
  }
  return {
    name: loss.name,
    statistics: (predictions, targets, options) => terms(predictions, targets, options),
    value: ({ total, weight }) => {
      // A loss of several parts has a mean for each.
      let value = 0;
      for (let i = 0; i < total!.length; i++) value += ratio(total![i]!, weight![i]!);
      return value;
    },
  };
}
