import type { Tensor } from '@tensorflow/tfjs-core';
import { Exponential } from '../activations/exponential.js';
import { Gelu, type GeluOptions } from '../activations/gelu.js';
import { HardSwish } from '../activations/hard-swish.js';
import { Mish } from '../activations/mish.js';
import { Silu } from '../activations/silu.js';
import { Softplus, type SoftplusOptions } from '../activations/softplus.js';
import { SparsePlus } from '../activations/sparse-plus.js';
import { Squareplus, type SquareplusOptions } from '../activations/squareplus.js';

/**
 * Gaussian error linear unit: `x · Φ(x)`, or its approximation with `tanh`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @throws ArgumentError when the approximation is neither `none` nor `tanh`, or an option is unknown
 * @example
 * import { gelu } from '@neurite/layers/activations';
 *
 * const y = gelu(tensor1d([1]), { approximation: 'tanh' }); // [0.8412]
 */
export function gelu<T extends Tensor>(x: T, options: GeluOptions = {}): T {
  return new Gelu<T>(options).forward(x);
}

/**
 * Sigmoid linear unit, also called swish: `x / (1 + e⁻ˣ)`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @example
 * import { silu } from '@neurite/layers/activations';
 *
 * const y = silu(tensor1d([-1, 0, 1])); // [-0.269, 0, 0.731]
 */
export function silu<T extends Tensor>(x: T): T {
  return new Silu<T>().forward(x);
}

/**
 * `x · hardSigmoid(x)`; Keras also calls it hard silu.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @example
 * import { hardSwish } from '@neurite/layers/activations';
 *
 * const y = hardSwish(tensor1d([-4, 1, 4])); // [0, 0.667, 4]
 */
export function hardSwish<T extends Tensor>(x: T): T {
  return new HardSwish<T>().forward(x);
}

/**
 * `x · tanh(ln(1 + eˣ))`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @example
 * import { mish } from '@neurite/layers/activations';
 *
 * const y = mish(tensor1d([1])); // [0.865]
 */
export function mish<T extends Tensor>(x: T): T {
  return new Mish<T>().forward(x);
}

/**
 * `ln(1 + e^(beta · x)) / beta`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @example
 * import { softplus } from '@neurite/layers/activations';
 *
 * const y = softplus(tensor1d([0]), { beta: 2 }); // [0.347]
 */
export function softplus<T extends Tensor>(x: T, options: SoftplusOptions = {}): T {
  return new Softplus<T>(options).forward(x);
}

/**
 * `(x + √(x² + b)) / 2`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @example
 * import { squareplus } from '@neurite/layers/activations';
 *
 * const y = squareplus(tensor1d([0]), { b: 4 }); // [1]
 */
export function squareplus<T extends Tensor>(x: T, options: SquareplusOptions = {}): T {
  return new Squareplus<T>(options).forward(x);
}

/**
 * 0 up to −1, `(x + 1)² / 4` up to 1, then `x`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @example
 * import { sparsePlus } from '@neurite/layers/activations';
 *
 * const y = sparsePlus(tensor1d([-2, 0, 2])); // [0, 0.25, 2]
 */
export function sparsePlus<T extends Tensor>(x: T): T {
  return new SparsePlus<T>().forward(x);
}

/**
 * `eˣ`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @example
 * import { exponential } from '@neurite/layers/activations';
 *
 * const y = exponential(tensor1d([0, 1])); // [1, 2.718]
 */
export function exponential<T extends Tensor>(x: T): T {
  return new Exponential<T>().forward(x);
}
