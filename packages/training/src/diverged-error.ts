import { NumericError } from '@neurite/core';

/** Where a run stopped being finite. Epochs, batches and steps are counted from 1. */
export type DivergedDetails = {
  readonly epoch: number;
  readonly batch: number;
  /** Undefined when it was a batch of the validation set. */
  readonly step: number | undefined;
  /** What was not finite, e.g. `the loss is NaN`. */
  readonly what: string;
  /** The first tensor that was not finite, in the order of the computation, e.g. `the output of layers.3`. */
  readonly tensor: string;
  readonly advice: string;
};

/** A loss, or a weight, is not finite. The model holds the weights from before the step that broke. */
export class DivergedError extends NumericError {
  override readonly name: string = 'DivergedError';
  readonly epoch: number;
  readonly batch: number;
  readonly step: number | undefined;
  readonly tensor: string;

  constructor({ epoch, batch, step, what, tensor, advice }: DivergedDetails) {
    const place =
      step === undefined
        ? `validation after epoch ${epoch}, batch ${batch}`
        : `step ${step}, batch ${batch} of epoch ${epoch}`;
    super({ where: `fit (${place})`, problem: `${what}; the first tensor that is not finite is ${tensor}`, advice });
    this.epoch = epoch;
    this.batch = batch;
    this.step = step;
    this.tensor = tensor;
  }
}
