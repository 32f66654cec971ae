import { ArgumentError, formatShape, ShapeError, sameShape } from '@neurite/core';
import { cast, div, divNoNan, mean, mul, reshape, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { LossOptions } from '../reduction.js';
import { checkNumeric } from './check-tensors.js';

/**
 * Checks reduction and weights before anything is computed.
 *
 * @param lossShape the shape that the single losses will have
 * @throws ArgumentError
 * @throws DtypeError
 * @throws ShapeError
 */
export function checkLossOptions(
  where: string,
  { weights, reduction = 'mean' }: LossOptions,
  lossShape: readonly number[],
): void {
  if (reduction !== 'mean' && reduction !== 'sum' && reduction !== 'none') {
    throw new ArgumentError({
      where,
      argument: 'reduction',
      expected: "be 'mean', 'sum' or 'none'",
      received: String(reduction),
    });
  }
  if (weights === undefined) return;
  checkNumeric(where, 'weights', weights);
  if (weights.rank === 0 || !sameShape(weights.shape, lossShape.slice(0, weights.rank))) {
    throw new ShapeError({
      where,
      argument: 'weights',
      expected: `have the shape of the losses, ${formatShape(lossShape)}, or of its first axes`,
      received: formatShape(weights.shape),
    });
  }
}

/** What the options ask for. The caller has checked them and tidies. */
export function reduceLosses(losses: Tensor, { weights, reduction = 'mean' }: LossOptions): Tensor {
  if (weights === undefined) {
    return reduction === 'none' ? losses : reduction === 'sum' ? sum(losses) : mean(losses);
  }
  const floats = cast(weights, 'float32');
  const aligned = reshape(floats, [...weights.shape, ...losses.shape.slice(weights.rank).fill(1)]);
  const weighted = mul(losses, aligned);
  if (reduction === 'none') return weighted;
  if (reduction === 'sum') return sum(weighted);
  // Normalised first: the weights are constants, so the only gradient is that of a product. Each weight counts for
  // every element it stands before.
  return sum(div(mul(losses, divNoNan(aligned, sum(floats))), losses.size / weights.size));
}
