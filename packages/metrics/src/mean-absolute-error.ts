import { formatShape, type Metric, ShapeError, sameShape } from '@neurite/core';
import { abs, cast, scalar, sub, sum, tidy } from '@tensorflow/tfjs-core';
import { ratio } from './internal/ratio.js';

/**
 * The mean of `|prediction − target|` over all elements of all batches.
 *
 * Predictions and targets have the same shape, whatever it is. NaN once an element is NaN; 0 for an empty set.
 * `statistics` throws ShapeError.
 *
 * @example
 * const metrics = { meanAbsoluteError };
 */
export const meanAbsoluteError: Metric = {
  name: 'meanAbsoluteError',
  statistics: (predictions, targets) => {
    if (!sameShape(predictions.shape, targets.shape)) {
      throw new ShapeError({
        where: 'meanAbsoluteError',
        argument: 'targets',
        expected: `have the shape of \`predictions\`, ${formatShape(predictions.shape)}`,
        received: formatShape(targets.shape),
      });
    }
    return tidy(() => ({
      absolute: sum(abs(sub(cast(predictions, 'float32'), cast(targets, 'float32')))),
      count: scalar(predictions.size, 'int32'),
    }));
  },
  value: (totals) => ratio(totals.absolute![0]!, totals.count![0]!),
};
