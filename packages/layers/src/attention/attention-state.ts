import type { Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';

/** What later tokens see of earlier ones: the state of a causal attention. */
export type AttentionState = {
  /** The keys and values of the tokens so far, side by side, [batch, length, 2 · features]; 0 where there is none yet. */
  readonly cache: Tensor3D;
  /** The position of the next token, int32 [batch]. */
  readonly position: Tensor1D;
};
