import { formatShape, ShapeError } from '@neurite/core';
import { fusedSoftmaxCrossEntropy } from '@neurite/ops';
import {
  add,
  cast,
  equal,
  log,
  mul,
  onesLike,
  reshape,
  sum,
  type Tensor,
  type Tensor2D,
  where,
} from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from './define-loss.js';
import { checkPair } from './internal/check-tensors.js';

const WHERE = 'klDivergence';

/**
 * The Kullback–Leibler divergence of predicted from true probabilities: `Σ pᵢ · (log pᵢ − log softmax(x)ᵢ)` over the last
 * axis; 0 where both are the same. Logarithms of probabilities may be given for logits: their log-softmax is themselves.
 *
 * Logits are float32, [batch, …, classes]; the true probabilities float32, int32 or bool of that shape, whose rows sum to 1.
 * The single losses are [batch, …]; the mean is over them (`batchmean` of PyTorch). Options are weights and reduction, see
 * `LossOptions`.
 *
 * @throws DtypeError
 * @throws ShapeError
 * @throws ArgumentError
 * @example
 * const loss = klDivergence(tensor2d([[0, 0]]), tensor2d([[0.9, 0.1]])); // log(2) less the entropy: 0.368
 * @see Kullback and Leibler 1951, On Information and Sufficiency
 */
export const klDivergence: LossFunction = defineLoss(WHERE, {
  names: ['logits', 'probabilities'],
  check: (logits, probabilities) => {
    checkPair(WHERE, ['logits', 'probabilities'], logits, probabilities);
    if (logits.rank >= 2 && logits.shape.at(-1)! >= 2) return;
    const expected = 'have shape [batch, …, classes] with at least two classes';
    throw new ShapeError({ where: WHERE, argument: 'logits', expected, received: formatShape(logits.shape) });
  },
  lossShape: ({ shape }) => shape.slice(0, -1),
  losses: (logits, given) => {
    const shape: [number, number] = [-1, logits.shape.at(-1)!];
    const probabilities = reshape(cast(given, 'float32'), shape);
    const cross = fusedSoftmaxCrossEntropy(reshape(logits, shape) as Tensor2D, probabilities as Tensor2D);
    // p · log p is 0 at 0.
    const known: Tensor = where(equal(probabilities, 0), onesLike(probabilities), probabilities);
    return reshape(add<Tensor>(cross, sum(mul(probabilities, log(known)), -1)), logits.shape.slice(0, -1));
  },
});
