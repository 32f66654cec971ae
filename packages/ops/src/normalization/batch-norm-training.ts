import { defineOperation, fusedOperation, type Operation, sumTo } from '@neurite/core/operation';
import { add, mul, reshape, sub, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { assertNorm } from '../internal/assert-norm.js';
import { refuseShape } from '../internal/refuse-shape.js';
import { standardize, standardizeGrad } from '../internal/standardize.js';

/** The inputs of batch normalization in training. */
export type BatchNormTrainingInputs = {
  /** [batch, …, c] */
  readonly x: Tensor;
  /** [c] */
  readonly scale: Tensor;
  /** [c] */
  readonly offset: Tensor;
};
type GradInputs = {
  readonly dy: Tensor;
  readonly dMean: Tensor;
  readonly dVariance: Tensor;
  readonly x: Tensor;
  readonly scale: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
};
type Attrs = { readonly epsilon: number };

/** All axes but that of the channels. */
function axesOf({ shape }: Tensor): number[] {
  return shape.slice(0, -1).map((_, axis) => axis);
}

function compose({ x, scale, offset }: BatchNormTrainingInputs, { epsilon }: Attrs): Tensor[] {
  const { standard, average, variance } = standardize(x, axesOf(x), epsilon);
  return [add(mul(standard, scale), offset), reshape(average, scale.shape), reshape(variance, scale.shape)];
}

/**
 * The kernel `BatchNormTraining`: x [batch, …, c], scale [c], offset [c]; epsilon → [y, mean, variance], shapes
 * [batch, …, c], [c], [c]; the variance biased (divided by the count). See `fusedBatchNormTraining`.
 */
export const batchNormTrainingOperation: Operation<BatchNormTrainingInputs, Attrs, Tensor[]> = fusedOperation({
  name: 'BatchNormTraining',
  compose,
  inputs: ['x', 'scale', 'offset'],
  keeps: ['x', 'scale'],
  outputs: [false, true, true],
  backward: ([dy, dMean, dVariance], { x, scale }, [mean, variance], attrs) =>
    batchNormTrainingGradOperation(
      { dy: dy!, dMean: dMean!, dVariance: dVariance!, x, scale, mean: mean!, variance: variance! },
      attrs,
    ),
});

/**
 * The kernel `BatchNormTrainingGrad`: dy and x [batch, …, c], and dMean, dVariance, scale, mean, variance, all [c];
 * epsilon → [dx, dScale, dOffset], shapes [batch, …, c], [c], [c].
 *
 * With n elements for each channel, inverse = 1 / √(variance + epsilon), s = (x − mean) · inverse, g = dy · scale:
 * `dx = inverse · (g − mean(g) − s · mean(g · s)) + (dMean + 2 · dVariance · (x − mean)) / n`, `dScale = Σ dy · s`,
 * `dOffset = Σ dy`, means and sums over all axes but the last.
 */
export const batchNormTrainingGradOperation: Operation<GradInputs, Attrs, Tensor[]> = defineOperation({
  name: 'BatchNormTrainingGrad',
  compose: ({ dy, dMean, dVariance, x, scale, mean }: GradInputs, { epsilon }: Attrs) => {
    const axes = axesOf(x);
    const standardized = standardize(x, axes, epsilon);
    const byStatistics = add(dMean, mul(mul(sub(x, mean), dVariance), 2));
    return [
      add(standardizeGrad(mul(dy, scale), standardized, axes), mul(byStatistics, scale.size / x.size)),
      sumTo(mul(dy, standardized.standard), scale.shape),
      sumTo(dy, scale.shape),
    ];
  },
});

/**
 * Batch normalization with the statistics of the batch over all axes but the last, in one kernel:
 * `y = (x − mean) / √(variance + epsilon) · scale + offset`, the variance biased (divided by the count).
 *
 * The gradient is one kernel too. Derivatives exist to any order, by all three results.
 *
 * @param options epsilon: above 0, default 1e-5
 * @returns y, a new tensor of the shape of x, and the mean and variance of each channel, both [c]; the caller owns them
 * @throws ShapeError when x has fewer than two axes or no elements, or scale or offset is not [c]
 * @throws ArgumentError when epsilon is not above 0
 * @example
 * const x = tensor2d([[1], [3]]);
 * const { y, mean, variance } = fusedBatchNormTraining({ x, scale: tensor1d([2]), offset: tensor1d([1]) }); // -1, 3
 * @see Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate
 * shift", 2015
 */
export function fusedBatchNormTraining(
  inputs: BatchNormTrainingInputs,
  { epsilon = 1e-5 }: { readonly epsilon?: number } = {},
): { readonly y: Tensor; readonly mean: Tensor1D; readonly variance: Tensor1D } {
  const { x, scale, offset } = inputs;
  const where = 'fusedBatchNormTraining';
  assertNorm(where, { x, scale, offset }, { epsilon, axes: ['batch', '…', 'c'] });
  if (x.size === 0) refuseShape(where)('x', 'have an element for each channel', x);
  const [y, mean, variance] = batchNormTrainingOperation({ x, scale, offset }, { epsilon }) as [
    Tensor,
    Tensor1D,
    Tensor1D,
  ]; // in this order
  return { y, mean, variance };
}
