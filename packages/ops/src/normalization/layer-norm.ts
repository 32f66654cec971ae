import { defineOperation, fusedOperation, type Operation, sumTo } from '@neurite/core/operation';
import { add, mul, type Tensor } from '@tensorflow/tfjs-core';
import { assertNorm } from '../internal/assert-norm.js';
import { standardize, standardizeGrad } from '../internal/standardize.js';

/** The inputs of layer normalization. */
export type LayerNormInputs = {
  /** […, c] */
  readonly x: Tensor;
  /** [c] */
  readonly scale: Tensor;
  /** [c] */
  readonly offset: Tensor;
};
type GradInputs = { readonly dy: Tensor; readonly x: Tensor; readonly scale: Tensor };
type Attrs = { readonly epsilon: number };

function compose({ x, scale, offset }: LayerNormInputs, { epsilon }: Attrs): Tensor {
  return add(mul(standardize(x, [-1], epsilon).standard, scale), offset);
}

/** The kernel `LayerNorm`: x […, c], scale [c], offset [c]; epsilon → y, the shape of x. See `fusedLayerNorm`. */
export const layerNormOperation: Operation<LayerNormInputs, Attrs, Tensor> = fusedOperation({
  name: 'LayerNorm',
  compose,
  inputs: ['x', 'scale', 'offset'],
  keeps: ['x', 'scale'],
  backward: ([dy], { x, scale }, _outputs, attrs) => layerNormGradOperation({ dy: dy!, x, scale }, attrs),
});

/**
 * The kernel `LayerNormGrad`: dy and x […, c], scale [c]; epsilon → [dx, dScale, dOffset], shapes […, c], [c], [c].
 *
 * With s = (x − mean) · inverse, inverse = 1 / √(variance + epsilon), g = dy · scale, and means over the last axis:
 * `dx = inverse · (g − mean(g) − s · mean(g · s))`, `dScale = Σ dy · s`, `dOffset = Σ dy`, sums over all other axes.
 */
export const layerNormGradOperation: Operation<GradInputs, Attrs, Tensor[]> = defineOperation({
  name: 'LayerNormGrad',
  compose: ({ dy, x, scale }: GradInputs, { epsilon }: Attrs) => {
    const standardized = standardize(x, [-1], epsilon);
    return [
      standardizeGrad(mul(dy, scale), standardized, [-1]),
      sumTo(mul(dy, standardized.standard), scale.shape),
      sumTo(dy, scale.shape),
    ];
  },
});

/**
 * Layer normalization over the last axis, in one kernel: `y = (x − mean) / √(variance + epsilon) · scale + offset`,
 * the variance biased (divided by c).
 *
 * The gradient is one kernel too. Derivatives exist to any order.
 *
 * @param options epsilon: above 0, default 1e-5
 * @returns a new tensor of the shape of x, owned by the caller
 * @throws ShapeError when x has no axis, or scale or offset is not [c]
 * @throws ArgumentError when epsilon is not above 0
 * @example
 * const y = fusedLayerNorm({ x: tensor2d([[1, 3]]), scale: tensor1d([1, 2]), offset: tensor1d([0, 1]) }); // -1, 3
 * @see Ba, Kiros and Hinton, "Layer normalization", 2016
 */
export function fusedLayerNorm(
  inputs: LayerNormInputs,
  { epsilon = 1e-5 }: { readonly epsilon?: number } = {},
): Tensor {
  const { x, scale, offset } = inputs;
  assertNorm('fusedLayerNorm', { x, scale, offset }, { epsilon, axes: ['…', 'c'] });
  return layerNormOperation({ x, scale, offset }, { epsilon });
}
