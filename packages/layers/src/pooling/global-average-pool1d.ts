import type { Blueprint } from '@neurite/core';
import { mean, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';
import { GlobalPool, globalPool } from '../internal/global-pool.js';
import { AXES } from '../internal/spatial.js';

/** The module of `globalAveragePool1d`. */
export class GlobalAveragePool1d extends GlobalPool<Tensor3D> {
  constructor() {
    super('globalAveragePool1d', AXES[1], mean);
  }
}

/**
 * The mean over all steps, channel by channel. It makes a network independent of the sequence's size.
 *
 * @returns a blueprint that takes sequences [time, channels] to [channels]; the spatial sizes may be null
 * @throws ShapeError from `outputSpec`, when the input is no sequence
 * @example
 * using model = build(globalAveragePool1d(), { input: [null, 3] });
 * const y = model.forward(ones([2, 7, 3]), inference()); // [2, 3]
 * @see Lin, Chen and Yan, "Network in network", 2013
 */
export function globalAveragePool1d(): Blueprint<Tensor3D, Tensor2D> {
  return globalPool('globalAveragePool1d', AXES[1], () => new GlobalAveragePool1d());
}
