import type { WeightOptions } from '@neurite/core';

/** What becomes of the losses of the single samples or elements: one number, or nothing. */
export type Reduction = 'mean' | 'sum' | 'none';

/**
 * What every loss takes besides its two tensors. Weights are constants: no gradient flows into them. They are float32,
 * int32 or bool, of the losses' shape or of its first axes ([batch], [batch, time]). A weight below 0 makes the loss NaN.
 */
export type LossOptions = WeightOptions & {
  /**
   * `none`: each `wᵢ·lᵢ` by itself. `sum`: `Σ wᵢ·lᵢ`. `mean`: `Σ wᵢ·lᵢ / Σ wᵢ`, so that a sample of weight 0 is as one
   * that was left out, and 0 with a gradient of 0 where all weights are 0. Default `mean`.
   *
   * Keras divides by the number of losses instead, PyTorch as here; without weights all three agree.
   */
  readonly reduction?: Reduction | undefined;
};

/** Options with which a loss is a scalar. */
export type ScalarReduction = { readonly reduction?: 'mean' | 'sum' | undefined };
