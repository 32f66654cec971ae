import { checkBoolean, checkNumber } from '@neurite/core';
import { add, exp, greater, log, maximum, mul, sub, type Tensor, where, zerosLike } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';

const WHERE = 'poisson';

export type PoissonOptions = {
  /** Whether predictions are logarithms of rates; else they are rates, at least 0. Default true. */
  readonly logInput?: boolean | undefined;
  /** Whether Stirling's approximation of log(target!) is added for targets above 1. Default false. */
  readonly full?: boolean | undefined;
  /** Added to a rate before its logarithm is taken: a finite number above 0. Default 1e-8. */
  readonly epsilon?: number | undefined;
};

/**
 * The negative log-likelihood of counts under a Poisson distribution, without the term of the targets alone:
 * `exp(x) − z·x` for the logarithm x of a rate, `r − z·log(r + ε)` for a rate r.
 *
 * Predictions are float32 of any shape; targets, counts of at least 0, float32, int32 or bool of the same shape: nothing is
 * broadcast. A logarithm above 88 overflows. Options are those of `PoissonOptions`, weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = poisson(tensor1d([0, 1]), tensor1d([2, 3], 'int32')); // (1 + e − 3) / 2
 * const ofRates = poisson.with({ logInput: false }); // for outputs of a softplus
 */
export const poisson: LossFunction<PoissonOptions> = defineLoss(WHERE, {
  options: ['logInput', 'full', 'epsilon'],
  checkOptions: ({ logInput = true, full = false, epsilon = 1e-8 }) => {
    checkBoolean(WHERE, 'logInput', logInput);
    checkBoolean(WHERE, 'full', full);
    checkNumber(WHERE, 'epsilon', epsilon, { above: 0 });
  },
  losses: (predictions, targets, { logInput = true, full = false, epsilon = 1e-8 }) => {
    const own: Tensor = logInput
      ? sub(exp(predictions), mul(targets, predictions))
      : sub(predictions, mul(targets, log(add(predictions, epsilon))));
    return full ? add(own, stirling(targets)) : own;
  },
});

/** `z·log z − z + log(2πz)/2` above 1, else 0. */
function stirling(targets: Tensor): Tensor {
  const z = maximum(targets, 1);
  const value: Tensor = add(sub(mul(z, log(z)), z), mul(0.5, log(mul(z, 2 * Math.PI))));
  return where(greater(targets, 1), value, zerosLike(targets));
}
