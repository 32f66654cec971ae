import { greater, lessEqual, onesLike, type Tensor, where } from '@tensorflow/tfjs-core';

/** 1 for yes, −1 for no: targets of 1 and −1, or of 1 and 0. NaN stays NaN. */
export function signs(targets: Tensor): Tensor {
  const one = onesLike(targets);
  return where(greater(targets, 0), one, where(lessEqual(targets, 0), -1, Number.NaN));
}
