import { defineOperation, fusedOperation, type Operation, sumTo } from '@neurite/core/operation';
import { add, mean, mul, rsqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { assertNorm } from '../internal/assert-norm.js';

/** The inputs of root mean square normalization. */
export type RmsNormInputs = {
  /** […, c] */
  readonly x: Tensor;
  /** [c] */
  readonly scale: Tensor;
};
type GradInputs = RmsNormInputs & { readonly dy: Tensor };
type Attrs = { readonly epsilon: number };

/** 1 / √(mean(x²) + epsilon), […, 1] */
function inverseOf(x: Tensor, epsilon: number): Tensor {
  return rsqrt(add(mean(square(x), -1, true), epsilon));
}

function compose({ x, scale }: RmsNormInputs, { epsilon }: Attrs): Tensor {
  return mul(mul(x, inverseOf(x, epsilon)), scale);
}

/** The kernel `RmsNorm`: x […, c], scale [c]; epsilon → y, the shape of x. See `fusedRmsNorm`. */
export const rmsNormOperation: Operation<RmsNormInputs, Attrs, Tensor> = fusedOperation({
  name: 'RmsNorm',
  compose,
  inputs: ['x', 'scale'],
  backward: ([dy], { x, scale }, _outputs, attrs) => rmsNormGradOperation({ dy: dy!, x, scale }, attrs),
});

/**
 * The kernel `RmsNormGrad`: dy and x […, c], scale [c]; epsilon → [dx, dScale], shapes […, c], [c].
 *
 * With inverse = 1 / √(mean(x²) + epsilon), s = x · inverse, g = dy · scale, and means over the last axis:
 * `dx = inverse · (g − s · mean(g · s))`, `dScale = Σ dy · s` over all other axes.
 */
export const rmsNormGradOperation: Operation<GradInputs, Attrs, Tensor[]> = defineOperation({
  name: 'RmsNormGrad',
  compose: ({ dy, x, scale }: GradInputs, { epsilon }: Attrs) => {
    const inverse = inverseOf(x, epsilon);
    const standard = mul(x, inverse);
    const g = mul(dy, scale);
    return [
      mul(inverse, sub(g, mul(standard, mean(mul(g, standard), -1, true)))),
      sumTo(mul(dy, standard), scale.shape),
    ];
  },
});

/**
 * Root mean square normalization over the last axis, in one kernel: `y = x / √(mean(x²) + epsilon) · scale`.
 *
 * The gradient is one kernel too. Derivatives exist to any order.
 *
 * @param options epsilon: above 0, default 1e-6
 * @returns a new tensor of the shape of x, owned by the caller
 * @throws ShapeError when x has no axis, or scale is not [c]
 * @throws ArgumentError when epsilon is not above 0
 * @example
 * const y = fusedRmsNorm({ x: tensor2d([[3, 3]]), scale: tensor1d([1, 2]) }); // 1, 2
 * @see Zhang and Sennrich, "Root mean square layer normalization", 2019
 */
export function fusedRmsNorm(inputs: RmsNormInputs, { epsilon = 1e-6 }: { readonly epsilon?: number } = {}): Tensor {
  const { x, scale } = inputs;
  assertNorm('fusedRmsNorm', { x, scale }, { epsilon, axes: ['…', 'c'] });
  return rmsNormOperation({ x, scale }, { epsilon });
}
