import { formatShape, type Metric, ShapeError, sameShape } from '@neurite/core';
import { abs, cast, mul, reshape, sub, sum, tidy } from '@tensorflow/tfjs-core';
import { judgeWeights, wrongWeights } from './internal/faults.js';
import { ratio } from './internal/ratio.js';
import { totalWeight, weigh } from './internal/weighing.js';

/**
 * The mean of `|prediction − target|` over all elements of all batches.
 *
 * Predictions and targets have the same shape, whatever it is; weights that shape or its first axes. NaN once an element is
 * NaN; 0 for an empty set. `statistics` throws ShapeError and DtypeError, `value` ArgumentError for weights below 0.
 *
 * @example
 * const metrics = { meanAbsoluteError };
 */
export const meanAbsoluteError: Metric = {
  name: 'meanAbsoluteError',
  statistics: (predictions, targets, { weights } = {}) => {
    if (!sameShape(predictions.shape, targets.shape)) {
      throw new ShapeError({
        where: 'meanAbsoluteError',
        argument: 'targets',
        expected: `have the shape of \`predictions\`, ${formatShape(predictions.shape)}`,
        received: formatShape(targets.shape),
      });
    }
    return tidy(() => {
      const input = weigh('meanAbsoluteError', { predictions, targets, weights }, predictions.shape);
      const errors = abs(sub(cast(input.predictions, 'float32'), cast(input.targets, 'float32')));
      return {
        absolute: sum(input.weights === undefined ? errors : mul(reshape(errors, [-1]), input.weights)),
        count: totalWeight(predictions.size, input.weights),
        wrongWeights: wrongWeights(weights),
      };
    });
  },
  value: ({ absolute, count, wrongWeights }) => {
    judgeWeights('meanAbsoluteError', wrongWeights![0]!);
    return ratio(absolute![0]!, count![0]!);
  },
};
