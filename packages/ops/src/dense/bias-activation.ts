import { ArgumentError, assertShape, sizeOf } from '@neurite/core';
import { defineOperation, fusedOperation, type Operation, reluGrad, sumTo } from '@neurite/core/operation';
import { add, mul, relu, reshape, sigmoid, square, sub, type Tensor, tanh, tidy } from '@tensorflow/tfjs-core';
import { refuseShape } from '../internal/refuse-shape.js';
import { biasGatedActivationOperation, type GatedActivation } from './bias-gated-activation.js';

/** The inputs of a bias and an activation. */
export type BiasActivationInputs = {
  /** […, c] */
  readonly x: Tensor;
  /** [c] */
  readonly bias: Tensor;
};
/** An activation whose derivative is a function of its output. */
export type PlainActivation = 'relu' | 'sigmoid' | 'tanh';
/** An activation that may follow a bias; `linear` does nothing. */
export type FusedActivation = 'linear' | PlainActivation | GatedActivation;
type GradInputs = { readonly dy: Tensor; readonly y: Tensor };
type Attrs = { readonly activation: PlainActivation };

const activations: { readonly [A in PlainActivation]: (z: Tensor) => Tensor } = { relu, sigmoid, tanh };

const gradients: { readonly [A in PlainActivation]: (dy: Tensor, y: Tensor) => Tensor } = {
  relu: reluGrad,
  sigmoid: (dy, y) => mul(dy, mul(y, sub(1, y))),
  tanh: (dy, y) => mul(dy, sub(1, square(y))),
};

function compose({ x, bias }: BiasActivationInputs, { activation }: Attrs): Tensor {
  return activations[activation](add(x, bias));
}

/**
 * The kernel `BiasActivation`: x […, c], bias [c]; activation, one of relu, sigmoid, tanh → y, the shape of x.
 * See `fusedBiasActivation`.
 */
export const biasActivationOperation: Operation<BiasActivationInputs, Attrs, Tensor> = fusedOperation({
  name: 'BiasActivation',
  compose,
  inputs: ['x', 'bias'],
  keeps: [],
  outputs: [true],
  backward: ([dy], _inputs, [y], attrs) => biasActivationGradOperation({ dy: dy!, y: y! }, attrs),
});

/**
 * The kernel `BiasActivationGrad`: dy and y […, c]; activation, one of relu, sigmoid, tanh → [dx, dBias], shapes […, c],
 * [c].
 *
 * `dx = dy` where y > 0, else 0 (relu; NaN where y is NaN), `dy · y(1 − y)` (sigmoid), `dy · (1 − y²)` (tanh);
 * `dBias = Σ dx` over all axes but the last.
 */
export const biasActivationGradOperation: Operation<GradInputs, Attrs, Tensor[]> = defineOperation({
  name: 'BiasActivationGrad',
  compose: ({ dy, y }: GradInputs, { activation }: Attrs) => {
    const dx = gradients[activation](dy, y);
    return [dx, sumTo(dx, y.shape.slice(-1))];
  },
});

/**
 * Adds a bias and applies an activation, in one kernel: `y = activation(x + bias)`.
 *
 * linear: z; relu: max(z, 0); sigmoid: 1 / (1 + e⁻ᶻ); tanh; gelu: z · Φ(z), Φ the distribution function of the standard
 * normal distribution; geluTanh: its approximation `z/2 · (1 + tanh(√(2/π) · (z + 0.044715 z³)))`; silu: z · sigmoid(z);
 * hardSwish: z · min(max(z / 6 + 1/2, 0), 1).
 * The gradient is one kernel too; it keeps y of relu, sigmoid and tanh, and x of the others. Derivatives exist to any
 * order.
 *
 * @returns a new tensor of the shape of x, owned by the caller
 * @throws ShapeError when x has no axis or the bias is not [c]
 * @throws ArgumentError when there is no such activation
 * @example
 * const y = fusedBiasActivation({ x: tensor2d([[1, -3]]), bias: tensor1d([1, 1]) }, { activation: 'relu' }); // 2, 0
 * @see Hendrycks and Gimpel, "Gaussian error linear units (GELUs)", 2016; silu is in it too
 */
export function fusedBiasActivation(
  { x, bias }: BiasActivationInputs,
  { activation }: { readonly activation: FusedActivation },
): Tensor {
  const where = 'fusedBiasActivation';
  if (x.rank === 0) refuseShape(where)('x', 'have shape […, c]', x);
  assertShape(where, 'bias', bias.shape, x.shape.slice(-1));
  switch (activation) {
    case 'linear':
      if (x.rank <= 4) return add(x, bias);
      // tfjs's webgpu kernels broadcast to at most four axes.
      return tidy(() => reshape(add(reshape(x, [sizeOf(x.shape.slice(0, -1)), bias.size]), bias), x.shape));
    case 'relu':
    case 'sigmoid':
    case 'tanh':
      return biasActivationOperation({ x, bias }, { activation });
    case 'gelu':
    case 'geluTanh':
    case 'silu':
    case 'hardSwish':
      return biasGatedActivationOperation({ x, bias }, { activation });
    default:
      throw new ArgumentError({
        where,
        argument: 'activation',
        expected: 'be one of linear, relu, sigmoid, tanh, gelu, geluTanh, silu, hardSwish',
        received: String(activation),
      });
  }
}
