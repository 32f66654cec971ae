import type { Tensor } from '@tensorflow/tfjs-core';

/** What a pool with indices gives, and an unpool takes. */
export type Indexed<T extends Tensor> = {
  /** The maxima, [batch, …spatial, channels]. */
  readonly values: T;
  /** Which element of its channel each is, int32 of the same shape: the spatial axes of the input count as one. */
  readonly indices: T;
};
