import type { Tensor } from '@tensorflow/tfjs-core';

/** What becomes of the losses of the single examples or elements: one number, or nothing. */
export type Reduction = 'mean' | 'sum' | 'none';

/** What every loss takes besides its two tensors. */
export type LossOptions = {
  /**
   * How much each loss counts: float32, int32 or bool, of the losses' shape or of its first axes (`[batch]` for one
   * weight per example). Constants: no gradient flows into them. Default: all count the same.
   */
  readonly weights?: Tensor | undefined;
  /**
   * `none`: each `wᵢ·lᵢ` by itself. `sum`: `Σ wᵢ·lᵢ`. `mean`: `Σ wᵢ·lᵢ / Σ wᵢ`, so that a masked example is as one that
   * was left out, and 0 where all weights are 0. Default `mean`.
   *
   * Keras divides by the number of losses instead, PyTorch as here; without weights all three agree.
   */
  readonly reduction?: Reduction | undefined;
};

/** Options with which a loss is a scalar. */
export type ScalarReduction = { readonly reduction?: 'mean' | 'sum' | undefined };
