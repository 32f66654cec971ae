import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/** How a loss or a metric counts. */
export type WeightOptions<Weights = Tensor> = {
  /**
   * How much each sample counts, at least 0: [batch], or the shape of the losses. What has weight 0 is ignored, even NaN or a
   * label outside of the classes. Default: 1 each.
   */
  readonly weights?: Weights | undefined;
};

/**
 * A loss before the division: batches, micro-batches and replicas add up both terms, and divide once, see `lossValue`.
 *
 * Both are scalars; or [parts] for a loss of several parts, each with weights of its own.
 */
export type LossTerms = {
  /** Σ weight · loss. */
  readonly total: Tensor;
  /** Σ weight. */
  readonly weight: Tensor;
};

/** What `explain` of a loss takes. */
export type ExplainOptions<Weights = Tensor> = WeightOptions<Weights> & {
  /** What the targets are called in the sentence, e.g. `y`. Default: the name that the loss has for them. */
  readonly argument?: string | undefined;
};

// Methods, whose parameters are bivariant: a loss of matrices is a loss of tensors.
interface LossMethods<Predictions, Targets, Weights> {
  call(predictions: Predictions, targets: Targets, options?: WeightOptions<Weights>): Scalar;
  terms(predictions: Predictions, targets: Targets, options?: WeightOptions<Weights>): LossTerms;
  count(predictions: Predictions, targets: Targets): number;
  explain(predictions: Predictions, targets: Targets, options?: ExplainOptions<Weights>): Promise<string | undefined>;
}

/**
 * The distance between predictions and targets, as a scalar: the mean over the batch.
 *
 * A function of predictions and targets is one. With `terms`, as ours have, parts of a batch add up exactly, and weights
 * may be given.
 *
 * @returns a scalar that the caller owns
 */
export type Loss<Predictions = Tensor, Targets = Tensor, Weights = Tensor> = LossMethods<
  Predictions,
  Targets,
  Weights
>['call'] & {
  /** The two terms of the mean; the caller owns them. */
  readonly terms?: LossMethods<Predictions, Targets, Weights>['terms'];
  /**
   * The weight of a batch without weights, which is how many losses it has, where there is one term: it follows from shapes,
   * so that a step need not read it.
   */
  readonly count?: LossMethods<Predictions, Targets, Weights>['count'];
  /**
   * Why the loss of this batch is not finite, where targets or weights are the reason: "Element [2] of `labels` is 7,
   * which is none of the 5 classes, 0 to 4". Reads values: for the report of a run that has failed.
   */
  readonly explain?: LossMethods<Predictions, Targets, Weights>['explain'];
};
