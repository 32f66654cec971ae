import { type AnyRank, type Context, isTraining } from '@neurite/core';
import { clone, mul, type Scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { type PenaltyOptions, penaltyOf, resolvePenalty } from '../internal/penalty.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `activityPenalty`. */
export type ActivityPenaltyOptions = PenaltyOptions;

/** The module of `activityPenalty`. */
export class ActivityPenalty<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly l1: number;
  readonly l2: number;

  /** @throws ArgumentError when a factor is below 0, or an option is unknown */
  constructor(options: ActivityPenaltyOptions) {
    super();
    const { l1, l2 } = resolvePenalty('activityPenalty', options);
    this.l1 = l1;
    this.l2 = l2;
  }

  /**
   * @param x any shape
   * @param context in training the penalty is added to its loss
   * @returns a new tensor with the numbers of x, owned by the caller
   */
  override forward(x: T, context: Context): T {
    const { penalize } = context;
    if (penalize !== undefined && isTraining(this, context)) {
      tidy(() => penalize(mul(penaltyOf(x, this), 1 / Math.max(1, x.shape[0]!)) as Scalar)); // a scalar
    }
    return clone(x);
  }
}

/**
 * Hands its input on, and in training adds to the loss what large activations cost: `l1 · Σ |x| + l2 · Σ x²`, the mean over the
 * samples of the batch. With `l1` the activations become sparse.
 *
 * `fit` adds it; in a training loop of your own see `collectPenalties`.
 *
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when a factor is below 0, or an option is unknown
 * @example
 * const coder = sequential(dense(16), relu(), activityPenalty({ l1: 1e-3 }), dense(4));
 * using model = build(coder, { input: [4], seed: 7 });
 */
export function activityPenalty(options: ActivityPenaltyOptions): AnyRank {
  resolvePenalty('activityPenalty', options);
  return elementwise('activityPenalty', [options], () => new ActivityPenalty(options));
}
