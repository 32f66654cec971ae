import { ArgumentError, sizeOf } from '@neurite/core';
import { defineOperation, fusedOperation, type Operation, sumTo } from '@neurite/core/operation';
import { add, mul, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { assertNorm } from '../internal/assert-norm.js';
import { standardize, standardizeGrad } from '../internal/standardize.js';

/** The inputs of group normalization. */
export type GroupNormInputs = {
  /** [batch, …, c] */
  readonly x: Tensor;
  /** [c] */
  readonly scale: Tensor;
  /** [c] */
  readonly offset: Tensor;
};
type GradInputs = { readonly dy: Tensor; readonly x: Tensor; readonly scale: Tensor };
type Attrs = { readonly groups: number; readonly epsilon: number };

/** The axes of [batch, positions, groups, c / groups] that are reduced: all but the batch and the group. */
const AXES = [1, 3];

function grouped(x: Tensor, groups: number): Tensor {
  const [batch, channels] = [x.shape[0]!, x.shape.at(-1)!];
  return reshape(x, [batch, sizeOf(x.shape.slice(1, -1)), groups, channels / groups]);
}

function compose({ x, scale, offset }: GroupNormInputs, { groups, epsilon }: Attrs): Tensor {
  const { standard } = standardize(grouped(x, groups), AXES, epsilon);
  return add(mul(reshape(standard, x.shape), scale), offset);
}

/**
 * The kernel `GroupNorm`: x [batch, …, c], scale [c], offset [c]; groups, epsilon → y, the shape of x. A group is
 * c / groups neighboring channels. See `fusedGroupNorm`.
 */
export const groupNormOperation: Operation<GroupNormInputs, Attrs, Tensor> = fusedOperation({
  name: 'GroupNorm',
  compose,
  inputs: ['x', 'scale', 'offset'],
  keeps: ['x', 'scale'],
  backward: ([dy], { x, scale }, _outputs, attrs) => groupNormGradOperation({ dy: dy!, x, scale }, attrs),
});

/**
 * The kernel `GroupNormGrad`: dy and x [batch, …, c], scale [c]; groups, epsilon → [dx, dScale, dOffset], shapes
 * [batch, …, c], [c], [c].
 *
 * As `LayerNormGrad`, with means over the positions of one sample and the channels of one group.
 */
export const groupNormGradOperation: Operation<GradInputs, Attrs, Tensor[]> = defineOperation({
  name: 'GroupNormGrad',
  compose: ({ dy, x, scale }: GradInputs, { groups, epsilon }: Attrs) => {
    const standardized = standardize(grouped(x, groups), AXES, epsilon);
    return [
      reshape(standardizeGrad(grouped(mul(dy, scale), groups), standardized, AXES), x.shape),
      sumTo(mul(dy, reshape(standardized.standard, x.shape)), scale.shape),
      sumTo(dy, scale.shape),
    ];
  },
});

/**
 * Group normalization, channels last, in one kernel: `y = (x − mean) / √(variance + epsilon) · scale + offset`, with
 * mean and (biased) variance of one sample over all its positions and the channels of one group.
 *
 * With one group it is layer normalization over a sample, with c groups instance normalization. The gradient is one kernel
 * too. Derivatives exist to any order.
 *
 * @param options groups: an integer that divides c; epsilon: above 0, default 1e-5
 * @returns a new tensor of the shape of x, owned by the caller
 * @throws ShapeError when x has fewer than two axes, or scale or offset is not [c]
 * @throws ArgumentError when groups does not divide c, or epsilon is not above 0
 * @example
 * const x = tensor3d([[[1, 5], [3, 9]]]);
 * const y = fusedGroupNorm({ x, scale: tensor1d([1, 1]), offset: tensor1d([0, 0]) }, { groups: 2 }); // -1, -1, 1, 1
 * @see Wu and He, "Group normalization", 2018
 */
export function fusedGroupNorm(
  inputs: GroupNormInputs,
  { groups, epsilon = 1e-5 }: { readonly groups: number; readonly epsilon?: number },
): Tensor {
  const { x, scale, offset } = inputs;
  assertNorm('fusedGroupNorm', { x, scale, offset }, { epsilon, axes: ['batch', '…', 'c'] });
  const channels = x.shape.at(-1)!;
  if (!(Number.isInteger(groups) && groups >= 1 && channels % groups === 0)) {
    throw new ArgumentError({
      where: 'fusedGroupNorm',
      argument: 'groups',
      expected: `be an integer that divides the ${channels} channels`,
      received: String(groups),
    });
  }
  return groupNormOperation({ x, scale, offset }, { groups, epsilon });
}
