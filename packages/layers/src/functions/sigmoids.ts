import type { Tensor } from '@tensorflow/tfjs-core';
import { HardSigmoid } from '../activations/hard-sigmoid.js';
import { HardTanh, type HardTanhOptions } from '../activations/hard-tanh.js';
import { LogSigmoid } from '../activations/log-sigmoid.js';
import { Sigmoid } from '../activations/sigmoid.js';
import { Softsign } from '../activations/softsign.js';
import { SparseSigmoid } from '../activations/sparse-sigmoid.js';
import { Tanh } from '../activations/tanh.js';

/**
 * Logistic function: `1 / (1 + e⁻ˣ)`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @example
 * import { sigmoid } from '@neurite/layers/activations';
 *
 * const y = sigmoid(tensor1d([0, 2])); // [0.5, 0.881]
 */
export function sigmoid<T extends Tensor>(x: T): T {
  return new Sigmoid<T>().forward(x);
}

/**
 * `ln(1 / (1 + e⁻ˣ))`, without an overflow.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @example
 * import { logSigmoid } from '@neurite/layers/activations';
 *
 * const y = logSigmoid(tensor1d([0, -1000])); // [-0.693, -1000]
 */
export function logSigmoid<T extends Tensor>(x: T): T {
  return new LogSigmoid<T>().forward(x);
}

/**
 * A sigmoid of straight lines: `min(max(x / 6 + 1/2, 0), 1)`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @example
 * import { hardSigmoid } from '@neurite/layers/activations';
 *
 * const y = hardSigmoid(tensor1d([-9, 0])); // [0, 0.5]
 */
export function hardSigmoid<T extends Tensor>(x: T): T {
  return new HardSigmoid<T>().forward(x);
}

/**
 * `min(max((x + 1) / 2, 0), 1)`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @example
 * import { sparseSigmoid } from '@neurite/layers/activations';
 *
 * const y = sparseSigmoid(tensor1d([-2, 0])); // [0, 0.5]
 */
export function sparseSigmoid<T extends Tensor>(x: T): T {
  return new SparseSigmoid<T>().forward(x);
}

/**
 * Hyperbolic tangent: `(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @example
 * import { tanh } from '@neurite/layers/activations';
 *
 * const y = tanh(tensor1d([0, 1])); // [0, 0.762]
 */
export function tanh<T extends Tensor>(x: T): T {
  return new Tanh<T>().forward(x);
}

/**
 * `min(max(x, min), max)`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @example
 * import { hardTanh } from '@neurite/layers/activations';
 *
 * const y = hardTanh(tensor1d([-3, 0.5]), { min: -2 }); // [-2, 0.5]
 */
export function hardTanh<T extends Tensor>(x: T, options: HardTanhOptions = {}): T {
  return new HardTanh<T>(options).forward(x);
}

/**
 * `x / (1 + |x|)`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @example
 * import { softsign } from '@neurite/layers/activations';
 *
 * const y = softsign(tensor1d([-1, 3])); // [-0.5, 0.75]
 */
export function softsign<T extends Tensor>(x: T): T {
  return new Softsign<T>().forward(x);
}
