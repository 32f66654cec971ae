import {
  checkNumber,
  formatShape,
  resolveOptions,
  ShapeError,
  sameShape,
  spreadWeights,
  valueAndGradients,
} from '@neurite/core';
import {
  add,
  maximum,
  mean,
  mul,
  reshape,
  type Scalar,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';

export type GradientPenaltyOptions = {
  /** The length that gradients should have: a finite number of at least 0. Default 1. */
  readonly target?: number | undefined;
};

/**
 * How far the gradient of a critic is from one length: the mean of `(‖∇critic(x)‖ − target)²` over the samples. As a part of
 * the critic's loss, usually times 10, it keeps the scores from growing without bound.
 *
 * @param critic gives scores of samples; each score depends on its own sample alone, so no batch normalization
 * @param points where the gradient is taken, float32 [batch, …]: between real and generated samples, see `interpolate`
 * @returns a scalar that the caller owns. It is differentiable by the parameters of the critic
 * @throws ArgumentError when the target is out of its range, or an option is unknown
 * @example
 * const direction = tensor2d([[3], [4]]);
 * const penalty = gradientPenalty((x) => matMul(x, direction), tensor2d([[1, 2], [0, 5]])); // (5 − 1)²
 * @see Gulrajani et al. 2017, Improved Training of Wasserstein GANs
 */
export function gradientPenalty(
  critic: (points: Tensor) => Tensor,
  points: Tensor,
  options: GradientPenaltyOptions = {},
): Scalar {
  const { target } = resolveOptions('gradientPenalty', options, { target: 1 });
  checkNumber('gradientPenalty', 'target', target, { atLeast: 0 });
  return tidy(() => {
    const { gradients } = valueAndGradients(() => sum<Scalar>(critic(points)), { points });
    const squares = sum(square(reshape(gradients.points, [points.shape[0]!, -1])), -1);
    // Where the gradient is 0 its length has none; 0 is taken.
    return mean<Scalar>(square(sub(sqrt(maximum(squares, 1e-24)), target)));
  });
}

/**
 * Points on the lines between two batches: `mix·real + (1 − mix)·fake`.
 *
 * @param samples two batches of one shape, [batch, …]
 * @param mix how much of each real sample, [batch], in [0, 1]: random numbers, which come with the data as the noise does
 * @returns a tensor of their shape; the caller owns it
 * @throws ShapeError when the batches differ in shape, or the mix is not [batch]
 * @example
 * const points = interpolate({ real: tensor2d([[1, 1]]), fake: tensor2d([[0, 2]]) }, tensor1d([0.25])); // 0.25, 1.75
 */
export function interpolate({ real, fake }: { readonly real: Tensor; readonly fake: Tensor }, mix: Tensor): Tensor {
  const refuse = (argument: string, expected: string, { shape }: Tensor): never => {
    throw new ShapeError({ where: 'interpolate', argument, expected, received: formatShape(shape) });
  };
  if (!sameShape(real.shape, fake.shape))
    refuse('fake', `have the shape of \`real\`, ${formatShape(real.shape)}`, fake);
  if (!sameShape(mix.shape, real.shape.slice(0, 1))) refuse('mix', `have shape [${real.shape[0]}]`, mix);
  return tidy(() => {
    const share = spreadWeights(mix, real.rank);
    return add(mul(real, share), mul(fake, sub(1, share)));
  });
}
