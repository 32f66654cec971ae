import { checkBoolean, checkNumber, formatShape, ShapeError } from '@neurite/core';
import { fusedSoftmaxCrossEntropy } from '@neurite/ops';
import {
  add,
  div,
  expandDims,
  eye,
  greater,
  matMul,
  mul,
  type Tensor,
  type Tensor2D,
  transpose,
  where,
} from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkFields, type Fields } from '../internal/check-trees.js';
import { normalized } from '../internal/distances.js';

const WHERE = 'infoNce';

export type InfoNceOptions = {
  /** What similarities are divided by: a finite number above 0. Default 0.1. */
  readonly temperature?: number | undefined;
  /** Whether keys are matched with queries too, and the mean of both is taken (CLIP). Default false. */
  readonly symmetric?: boolean | undefined;
};

/**
 * For two views of each sample: the cross entropy of finding the key of a query among the keys of the batch, by the cosines
 * between them, `−log(exp(qᵢ·kᵢ/τ) / Σⱼ exp(qᵢ·kⱼ/τ))`.
 *
 * Predictions are `{ queries, keys }`, float32 vectors, [batch, features], of which those at one index belong together;
 * targets are not looked at: give `undefined`. The single losses are [batch]. A sample of weight 0 is no choice for the
 * others either. The loss depends on how the data are cut into batches: the larger, the harder. Options are `temperature`,
 * `symmetric`, weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const views = { queries: tensor2d([[1, 0], [0, 1]]), keys: tensor2d([[2, 0], [0, 3]]) };
 * const loss = infoNce(views, undefined, { temperature: 1 }); // log(1 + e⁻¹) = 0.3133
 * @see van den Oord, Li and Vinyals 2018, Representation Learning with Contrastive Predictive Coding
 */
export const infoNce: LossFunction<InfoNceOptions, Fields<'queries' | 'keys'>, unknown> = defineLoss(WHERE, {
  fields: ['queries', 'keys'],
  options: ['temperature', 'symmetric'],
  checkOptions: ({ temperature = 0.1, symmetric = false }) => {
    checkNumber(WHERE, 'temperature', temperature, { above: 0 });
    checkBoolean(WHERE, 'symmetric', symmetric);
  },
  check: ({ queries, keys }) => {
    checkFields(WHERE, { queries, keys });
    if (queries.rank === 2) return;
    const received = formatShape(queries.shape);
    throw new ShapeError({
      where: WHERE,
      argument: 'predictions.queries',
      expected: 'have shape [batch, features]',
      received,
    });
  },
  lossShape: ({ queries }) => queries.shape.slice(0, 1),
  losses: ({ queries, keys }, _targets, { temperature = 0.1, symmetric = false, weights }) => {
    const labels = eye(queries.shape[0]!);
    const cosines = matMul(normalized(queries) as Tensor2D, normalized(keys) as Tensor2D, false, true);
    const among = (similarities: Tensor): Tensor =>
      fusedSoftmaxCrossEntropy(without(similarities, labels, weights) as Tensor2D, labels);
    const similarities = div<Tensor2D>(cosines, temperature);
    const one = among(similarities);
    return symmetric ? mul(add<Tensor>(one, among(transpose(similarities))), 0.5) : one;
  },
});

/** −∞ for the keys of samples of weight 0, but for their own, so that their loss, which is not counted, is finite. */
function without(similarities: Tensor, own: Tensor, weights: Tensor | undefined): Tensor {
  if (weights === undefined) return similarities;
  const counted = add(expandDims(weights, 0), own);
  return where(greater(counted, 0), similarities, Number.NEGATIVE_INFINITY);
}
