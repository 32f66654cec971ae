import { checkChoice, checkNumber } from '@neurite/core';
import {
  add,
  any,
  cast,
  expandDims,
  greater,
  logicalAnd,
  matMul,
  max,
  maximum,
  mean,
  min,
  minimum,
  mul,
  relu,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  where,
} from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { normalized } from '../internal/distances.js';
import { type Comparisons, checkLabelledVectors, comparisonsOf } from '../internal/labelled-vectors.js';
import { softplusOf } from '../internal/log-sum-exp.js';
import { maskTrees } from '../internal/mask-trees.js';

const WHERE = 'minedTriplet';
const MINING = ['semiHard', 'hard', 'all', 'active'] as const;
const DISTANCES = ['euclidean', 'squaredEuclidean', 'cosine'] as const;

export type MinedTripletOptions = {
  /**
   * Which triplets of a batch count:
   * - `'semiHard'`: for each sample and each other one of its label, the closest one of another label that is farther away
   *   than that; where there is none, the farthest of another label;
   * - `'hard'`: for each sample, the farthest of its label and the closest of another;
   * - `'all'`: all there are; the mean is that of all;
   * - `'active'`: all there are; the mean is that of those with a loss above 0.
   *
   * Default 'semiHard'.
   */
  readonly mining?: (typeof MINING)[number] | undefined;
  /** By how much other labels should be farther away: a finite number above 0; or `'soft'`: softplus in place of the hinge. Default 1. */
  readonly margin?: number | 'soft' | undefined;
  /** `1 − cos` of the angle where it is cosine. Default 'euclidean'. */
  readonly distance?: (typeof DISTANCES)[number] | undefined;
};

/**
 * Triplet losses among the samples of a batch, by their labels: `max(d(a, p) − d(a, n) + margin, 0)` for an anchor a,
 * another sample p of its label, and a sample n of another label.
 *
 * Predictions are float32 vectors, [batch, features]; targets int32 labels, [batch]. The single losses are [batch]: of
 * each anchor, the sum over its triplets. The mean is that over triplets. A sample without others of its label, or of
 * another, is no anchor; one of weight 0 is not compared with either. The loss depends on how the data are cut into
 * batches; all but `'hard'` take memory in the cube of the batch. Options are those of `MinedTripletOptions`, weights
 * and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const vectors = tensor2d([[0], [1], [3]]);
 * const loss = minedTriplet(vectors, tensor1d([0, 0, 1], 'int32'), { margin: 2.5 }); // (1 − 3 + 2.5 + 1 − 2 + 2.5) / 2 = 1
 * @see Schroff, Kalenichenko and Philbin 2015, FaceNet, for `'semiHard'`, with the squared distance there; Hermans, Beyer
 *   and Leibe 2017, In Defense of the Triplet Loss for Person Re-Identification, for the others and the soft margin
 */
export const minedTriplet: LossFunction<MinedTripletOptions> = defineLoss<MinedTripletOptions>(WHERE, {
  options: ['mining', 'margin', 'distance'],
  checkOptions: ({ mining = 'semiHard', margin = 1, distance = 'euclidean' }) => {
    checkChoice(WHERE, 'mining', mining, MINING);
    if (margin !== 'soft') checkNumber(WHERE, 'margin', margin, { above: 0, or: "'soft'" });
    checkChoice(WHERE, 'distance', distance, DISTANCES);
  },
  check: (vectors, labels) => checkLabelledVectors(WHERE, vectors, labels),
  lossShape: ({ shape }) => shape.slice(0, 1),
  weigh: (options) => (labels, vectors) => {
    const { weights, mining } = options;
    const compared = comparisonsOf(labels, weights);
    if (mining !== 'active') return { counts: countsOf(compared, mining) };
    const [seen] = weights === undefined ? [vectors] : maskTrees([vectors], weights);
    return { counts: sum(cast(greater(allLosses(seen, compared, options), 0), 'float32'), [1, 2]) };
  },
  losses: (vectors, labels, options) => {
    const { mining = 'semiHard', distance = 'euclidean' } = options;
    const compared = comparisonsOf(labels, options.weights);
    if (mining === 'all' || mining === 'active') return sum(allLosses(vectors, compared, options), [1, 2]);
    const { same, different } = compared;
    const d = distancesAmong(vectors as Tensor2D, distance);
    const farthest = (among: Tensor): Tensor => max(where(among, d, Number.NEGATIVE_INFINITY), 1);
    if (mining === 'hard') {
      const closest = min(where(different, d, Number.POSITIVE_INFINITY), 1);
      return lossOfChosen(farthest(same), closest, logicalAnd(any(same, 1), any(different, 1)), options);
    }
    // Axes are anchor, positive, negative.
    const far = expandDims(d, 1);
    const farther = logicalAnd(expandDims(different, 1), greater(far, expandDims(d, 2)));
    const closest: Tensor = min(where(farther, far, Number.POSITIVE_INFINITY), 2);
    const chosen = where(any(farther, 2), closest, expandDims(farthest(different), 1));
    return sum(lossOfChosen(d, chosen, logicalAnd(same, any(different, 1, true)), options), 1);
  },
});

/** The losses of all triplets: anchor, positive, negative. */
function allLosses(vectors: Tensor, { same, different }: Comparisons, options: MinedTripletOptions): Tensor {
  const d = distancesAmong(vectors as Tensor2D, options.distance ?? 'euclidean');
  const counted = logicalAnd(expandDims(same, 2), expandDims(different, 1));
  return lossOf(sub(expandDims(d, 2), expandDims(d, 1)), counted, options);
}

/** Of how much nearer the positive one should be; 0 where it does not count. */
function lossOf(excess: Tensor, counted: Tensor, { margin = 1 }: MinedTripletOptions): Tensor {
  return where(counted, margin === 'soft' ? softplusOf(excess) : relu(add(excess, margin)), 0);
}

/** Of what is chosen: infinite where there is nothing to choose from. */
function lossOfChosen(near: Tensor, far: Tensor, counted: Tensor, options: MinedTripletOptions): Tensor {
  return lossOf(sub(where(counted, near, 0), where(counted, far, 0)), counted, options);
}

/** How many triplets each anchor has. */
function countsOf({ same, different }: Comparisons, mining: MinedTripletOptions['mining'] = 'semiHard'): Tensor {
  const [positives, negatives] = [same, different].map((one) => sum(cast(one, 'float32'), 1)) as [Tensor, Tensor];
  if (mining === 'all') return mul(positives, negatives);
  return mul(mining === 'hard' ? minimum(positives, 1) : positives, minimum(negatives, 1));
}

function distancesAmong(vectors: Tensor2D, distance: NonNullable<MinedTripletOptions['distance']>): Tensor2D {
  if (distance === 'cosine') {
    const directions = normalized(vectors) as Tensor2D; // of their shape
    return relu(sub(1, matMul(directions, directions, false, true)));
  }
  // Around their mean, so that vectors far from 0 do not cancel out.
  const centered: Tensor2D = sub(vectors, mean(vectors, 0, true));
  const lengths = sum(square(centered), 1, true);
  const products = matMul(centered, centered, false, true);
  const squared: Tensor2D = relu(sub(add(lengths, expandDims(sum(square(centered), 1), 0)), mul(products, 2)));
  // The root of 0 has no gradient: there it is 0.
  return distance === 'euclidean' ? sqrt(maximum(squared, 1e-24)) : squared;
}
