import { checkNumber } from '@neurite/core';
import { add, matMul, mul, relu, sub, type Tensor, type Tensor2D, where } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { normalized } from '../internal/distances.js';
import { checkLabelledVectors, comparisonsOf } from '../internal/labelled-vectors.js';
import { logSumExpOf, softplusOf } from '../internal/log-sum-exp.js';

const WHERE = 'circle';

export type CircleOptions = {
  /** What similarities are multiplied by: a finite number above 0. Default 80. */
  readonly gamma?: number | undefined;
  /** How far from 1 and 0 the similarities of equal and of different things may be: from 0 to 1. Default 0.4. */
  readonly margin?: number | undefined;
};

/**
 * For vectors of labelled things: those of one label are drawn together, all others apart, the farther off the stronger.
 * With the cosine distances d of a sample to the others and the margin m,
 * `softplus(lse(γ·(m + d)·(d − m)) + lse(γ·(1 + m − d)·(1 − m − d)))`, the first over those of its label, the second over
 * all others. A sample without one of both kinds in its batch has the loss 0.
 *
 * Predictions are float32 vectors, [batch, features], of any length; targets int32 labels, [batch]. The single losses are
 * [batch]. A sample of weight 0 is not compared with the others either. The loss depends on how the data are cut into
 * batches. Options are `gamma`, `margin`, weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const vectors = tensor2d([[1, 0], [0.9, 0.1], [0, 1]]);
 * const loss = circle(vectors, tensor1d([0, 0, 1], 'int32'), { gamma: 1 });
 * @see Sun et al. 2020, Circle Loss. The weights of the pairs are differentiated too, as in Keras
 */
export const circle: LossFunction<CircleOptions> = defineLoss(WHERE, {
  options: ['gamma', 'margin'],
  checkOptions: ({ gamma = 80, margin = 0.4 }) => {
    checkNumber(WHERE, 'gamma', gamma, { above: 0 });
    checkNumber(WHERE, 'margin', margin, { atLeast: 0, atMost: 1 });
  },
  check: (vectors, labels) => checkLabelledVectors(WHERE, vectors, labels),
  lossShape: ({ shape }) => shape.slice(0, 1),
  losses: (vectors, labels, { gamma = 80, margin = 0.4, weights }) => {
    const directions = normalized(vectors) as Tensor2D;
    const d: Tensor = relu(sub(1, matMul(directions, directions, false, true)));
    const { same, different } = comparisonsOf(labels, weights);
    const among = (chosen: Tensor, values: Tensor): Tensor =>
      logSumExpOf(where(chosen, values, Number.NEGATIVE_INFINITY));
    const near = among(same, mul(mul(add(d, margin), sub(d, margin)), gamma));
    const far = among(different, mul(mul(relu(sub(1 + margin, d)), sub(1 - margin, d)), gamma));
    return softplusOf(add(near, far));
  },
});
