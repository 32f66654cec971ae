import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/**
 * The mean distance between what a model said and the truth, over the batch.
 *
 * @returns a scalar that the caller owns
 */
export type Loss<Predictions extends Tensor = Tensor, Targets extends Tensor = Tensor> = (
  predictions: Predictions,
  targets: Targets,
) => Scalar;
