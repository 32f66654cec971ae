import { checkBoolean, formatShape, ShapeError } from '@neurite/core';
import { fusedSoftmaxCrossEntropy } from '@neurite/ops';
import {
  add,
  cast,
  equal,
  exp,
  log,
  mul,
  onesLike,
  reshape,
  sum,
  type Tensor,
  type Tensor2D,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkPair } from '../internal/check-tensors.js';

const WHERE = 'klDivergence';

export type KlDivergenceOptions = {
  /** Whether the true probabilities are given as their logarithms, −∞ for 0. Default false. */
  readonly logTargets?: boolean | undefined;
};

/**
 * The Kullback–Leibler divergence of predicted from true probabilities: `Σ pᵢ · (log pᵢ − log softmax(x)ᵢ)` over the last
 * axis; 0 where both are the same. Logarithms of probabilities may be given for logits: their log-softmax is themselves.
 *
 * Logits are float32, [batch, …, classes]; the true probabilities float32, int32 or bool of that shape, whose rows sum to 1.
 * The single losses are [batch, …]; the mean is over them (`batchmean` of PyTorch). Options are `logTargets`, weights and
 * reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = klDivergence(tensor2d([[0, 0]]), tensor2d([[0.9, 0.1]])); // log(2) less the entropy: 0.368
 * @see Kullback and Leibler 1951, On Information and Sufficiency
 */
export const klDivergence: LossFunction<KlDivergenceOptions> = defineLoss(WHERE, {
  names: ['logits', 'probabilities'],
  options: ['logTargets'],
  checkOptions: ({ logTargets = false }) => {
    checkBoolean(WHERE, 'logTargets', logTargets);
  },
  check: (logits, probabilities) => {
    checkPair(WHERE, ['logits', 'probabilities'], logits, probabilities);
    if (logits.rank >= 2 && logits.shape.at(-1)! >= 2) return;
    const expected = 'have shape [batch, …, classes] with at least two classes';
    throw new ShapeError({ where: WHERE, argument: 'logits', expected, received: formatShape(logits.shape) });
  },
  lossShape: ({ shape }) => shape.slice(0, -1),
  losses: (logits, given, { logTargets = false }) => {
    const shape: [number, number] = [-1, logits.shape.at(-1)!];
    const targets = reshape(cast(given, 'float32'), shape);
    const probabilities = logTargets ? exp(targets) : targets;
    const cross = fusedSoftmaxCrossEntropy(reshape(logits, shape) as Tensor2D, probabilities as Tensor2D);
    // p · log p is 0 at 0.
    const isNone = equal(probabilities, 0);
    const logarithms = logTargets
      ? where(isNone, zerosLike(targets), targets)
      : log<Tensor>(where(isNone, onesLike(targets), targets));
    return reshape(add<Tensor>(cross, sum(mul(probabilities, logarithms), -1)), logits.shape.slice(0, -1));
  },
});
