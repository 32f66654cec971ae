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

// Methods, whose parameters are bivariant: a loss of matrices is a loss of tensors.
interface LossMethods<Predictions, Targets, Weights> {
  call(predictions: Predictions, targets: Targets, options?: WeightOptions<Weights>): Scalar;
  terms(predictions: Predictions, targets: Targets, options?: WeightOptions<Weights>): LossTerms;
  count(predictions: Predictions, targets: Targets): number;
  explain(predictions: Predictions, targets: Targets, options?: WeightOptions<Weights>): Promise<string | undefined>;
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
   * Why the loss of this batch is not finite, where targets or weights are the reason: "`labels` hold 7 at [2], which is
   * none of the classes 0 to 4". Reads values: for the report of a run that has failed.
   */
  readonly explain?: LossMethods<Predictions, Targets, Weights>['explain'];
};
