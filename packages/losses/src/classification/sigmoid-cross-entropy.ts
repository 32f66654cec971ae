import { ArgumentError, checkNumber, describeValue, ShapeError } from '@neurite/core';
import { add, cast, mul, onesLike, sub, type Tensor, tensor1d, zerosLike } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkPair } from '../internal/check-tensors.js';
import { share } from '../internal/class-labels.js';
import { sigmoidCrossEntropies } from '../internal/sigmoid-cross-entropies.js';

const WHERE = 'sigmoidCrossEntropy';

export type SigmoidCrossEntropyOptions = {
  /**
   * How many times as much yes counts as no: a finite number of at least 0, or a list of one for each element of the last
   * axis. The number of no for each yes in the data balances both. Default 1.
   */
  readonly positiveWeight?: number | readonly number[] | undefined;
  /** How far labels are drawn to 1/2: at least 0 and below 1. A label z becomes `(1 − ε) · z + ε / 2`. Default 0. */
  readonly labelSmoothing?: number | undefined;
};

/**
 * The cross entropy of independent yes/no questions, from logits: `−w·z·log σ(x) − (1 − z)·log(1 − σ(x))` with the weight
 * of yes `w`, computed as `(1 − z)·max(x, 0) + z·max(−x, 0) + log(1 + e^−|x|)` where it is 1.
 *
 * Value and gradient stay exact for logits of any size, infinite ones included; a sigmoid before it would spoil that.
 *
 * Logits are float32 of any shape, before any sigmoid; labels float32, int32 or bool of the same shape, in [0, 1]: their
 * range cannot be checked without reading them. Options are the weight of yes, label smoothing, weights and reduction, see
 * `LossOptions`; the weight of yes does not change what the mean divides by, as in PyTorch.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes, or there
 *   are not as many weights of yes as elements on the last axis
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = sigmoidCrossEntropy(tensor2d([[0], [1e4]]), tensor2d([[1], [1]])); // log(2) / 2
 * const rare = sigmoidCrossEntropy.with({ positiveWeight: 20 }); // for fit
 */
export const sigmoidCrossEntropy: LossFunction<SigmoidCrossEntropyOptions> = defineLoss(WHERE, {
  names: ['logits', 'labels'],
  options: ['positiveWeight', 'labelSmoothing'],
  checkOptions: ({ positiveWeight = 1, labelSmoothing = 0 }) => {
    checkNumber(WHERE, 'labelSmoothing', labelSmoothing, { atLeast: 0, below: 1 });
    if (typeof positiveWeight === 'number') return checkNumber(WHERE, 'positiveWeight', positiveWeight, { atLeast: 0 });
    if (!Array.isArray(positiveWeight)) {
      const expected = 'be a number, or a list of one for each element of the last axis';
      const received = describeValue(positiveWeight);
      throw new ArgumentError({ where: WHERE, argument: 'positiveWeight', expected, received });
    }
    for (const [i, weight] of positiveWeight.entries()) {
      checkNumber(WHERE, `positiveWeight[${i}]`, weight, { atLeast: 0 });
    }
  },
  check: (logits, labels, { positiveWeight }) => {
    checkPair(WHERE, ['logits', 'labels'], logits, labels);
    if (positiveWeight === undefined || typeof positiveWeight === 'number') return;
    if (positiveWeight.length === logits.shape.at(-1)) return;
    const expected = `have ${logits.shape.at(-1)} numbers, one for each element of the last axis`;
    const received = String(positiveWeight.length);
    throw new ShapeError({ where: WHERE, argument: 'positiveWeight', expected, received });
  },
  losses: (logits, given, { positiveWeight = 1, labelSmoothing = 0 }) => {
    const numbers = cast(given, 'float32');
    const labels = labelSmoothing === 0 ? numbers : add(mul(numbers, 1 - labelSmoothing), labelSmoothing / 2);
    if (positiveWeight === 1) return sigmoidCrossEntropies(logits, labels);
    const weight = typeof positiveWeight === 'number' ? positiveWeight : tensor1d([...positiveWeight]);
    // Yes and no apart: the cross entropy is linear in the labels.
    const yes = share(sigmoidCrossEntropies(logits, onesLike(labels)), mul(labels, weight));
    return add(yes, share(sigmoidCrossEntropies(logits, zerosLike(labels)), sub<Tensor>(1, labels)));
  },
});
