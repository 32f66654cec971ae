import type { Blueprint } from '@neurite/core';
import { max, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';
import { GlobalPool, globalPool } from '../internal/global-pool.js';
import { AXES } from '../internal/spatial.js';

/** The module of `globalMaxPool1d`. */
export class GlobalMaxPool1d extends GlobalPool<Tensor3D> {
  constructor() {
    super('globalMaxPool1d', AXES[1], max);
  }
}

/**
 * The maximum over all steps, channel by channel. It makes a network independent of the sequence's size.
 *
 * @returns a blueprint that takes sequences [time, channels] to [channels]; the spatial sizes may be null
 * @throws ShapeError from `outputSpec`, when the input is no sequence
 * @example
 * using model = build(globalMaxPool1d(), { input: [null, 3] });
 * const y = model.forward(ones([2, 7, 3]), inference()); // [2, 3]
 * @see Lin, Chen and Yan, "Network in network", 2013
 */
export function globalMaxPool1d(): Blueprint<Tensor3D, Tensor2D> {
  return globalPool('globalMaxPool1d', AXES[1], () => new GlobalMaxPool1d());
}
