import type { Tensor } from '@tensorflow/tfjs-core';

/** How losses count by their targets, each tensor of the losses' shape. */
export type TargetWeights = {
  /** What each loss is multiplied by, as by the weights of a sample: 0 for a label that is ignored. */
  readonly weights?: Tensor | undefined;
  /** What each loss counts in the mean where its formula holds this factor already: class weights. */
  readonly counts?: Tensor | undefined;
};
