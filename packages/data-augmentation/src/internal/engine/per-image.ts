import { type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';

/** One number for each image, [batch, 1, 1, 1]. */
export function perImage<Params>(draws: readonly Params[], number: (draw: Params) => number): Tensor4D {
  return tensor4d(draws.map(number), [draws.length, 1, 1, 1]);
}
