import type { Context } from '@neurite/core';
import { prelu as parametric, type Tensor } from '@tensorflow/tfjs-core';
import { Celu, type CeluOptions } from '../activations/celu.js';
import { Elu, type EluOptions } from '../activations/elu.js';
import { LeakyRelu, type LeakyReluOptions } from '../activations/leaky-relu.js';
import { Relu } from '../activations/relu.js';
import { Relu6 } from '../activations/relu6.js';
import { Rrelu, type RreluOptions } from '../activations/rrelu.js';
import { Selu } from '../activations/selu.js';
import { Threshold, type ThresholdOptions } from '../activations/threshold.js';

/**
 * Rectified linear unit: `max(x, 0)`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @example
 * import { relu } from '@neurite/layers/activations';
 *
 * const y = relu(tensor1d([-1, 2])); // [0, 2]
 */
export function relu<T extends Tensor>(x: T): T {
  return new Relu<T>().forward(x);
}

/**
 * `min(max(x, 0), 6)`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @example
 * import { relu6 } from '@neurite/layers/activations';
 *
 * const y = relu6(tensor1d([-1, 2, 9])); // [0, 2, 6]
 */
export function relu6<T extends Tensor>(x: T): T {
  return new Relu6<T>().forward(x);
}

/**
 * `x` where x > 0, else `negativeSlope · x`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @example
 * import { leakyRelu } from '@neurite/layers/activations';
 *
 * const y = leakyRelu(tensor1d([-1, 2]), { negativeSlope: 0.1 }); // [-0.1, 2]
 */
export function leakyRelu<T extends Tensor>(x: T, options: LeakyReluOptions = {}): T {
  return new LeakyRelu<T>(options).forward(x);
}

/**
 * `x` where x > `threshold`, else `value`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @example
 * import { threshold } from '@neurite/layers/activations';
 *
 * const y = threshold(tensor1d([-2, 3]), { threshold: 0, value: -1 }); // [-1, 3]
 */
export function threshold<T extends Tensor>(x: T, options: ThresholdOptions): T {
  return new Threshold<T>(options).forward(x);
}

/**
 * Exponential linear unit: `x` where x > 0, else `alpha · (eˣ − 1)`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @example
 * import { elu } from '@neurite/layers/activations';
 *
 * const y = elu(tensor1d([-1, 2])); // [-0.632, 2]
 */
export function elu<T extends Tensor>(x: T, options: EluOptions = {}): T {
  return new Elu<T>(options).forward(x);
}

/**
 * Scaled exponential linear unit: `1.0507 · x` where x > 0, else `1.0507 · 1.6733 · (eˣ − 1)`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @example
 * import { selu } from '@neurite/layers/activations';
 *
 * const y = selu(tensor1d([-1, 2])); // [-1.111, 2.101]
 */
export function selu<T extends Tensor>(x: T): T {
  return new Selu<T>().forward(x);
}

/**
 * Continuously differentiable exponential linear unit: `x` where x > 0, else `alpha · (e^(x / alpha) − 1)`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @example
 * import { celu } from '@neurite/layers/activations';
 *
 * const y = celu(tensor1d([-1, 2]), { alpha: 2 }); // [-0.787, 2]
 */
export function celu<T extends Tensor>(x: T, options: CeluOptions = {}): T {
  return new Celu<T>(options).forward(x);
}

/**
 * `x` where x > 0, else `slope · x`.
 *
 * @param x any shape
 * @param slope a tensor that is broadcast to the shape of x, e.g. [channels]
 * @returns a new tensor of the same shape, owned by the caller
 * @example
 * import { prelu } from '@neurite/layers/activations';
 *
 * const y = prelu(tensor2d([[-1, -1]]), tensor1d([0.5, 2])); // [[-0.5, -2]]
 */
export function prelu<T extends Tensor>(x: T, slope: Tensor): T {
  return parametric<Tensor>(x, slope) as T; // the shape of x
}

/**
 * Rectified linear unit with random slopes for negative inputs, uniform in [`lower`, `upper`) in training; else their mean.
 *
 * @param x any shape
 * @param context of the forward pass; in training its random key draws the slopes
 * @returns a new tensor of the same shape, owned by the caller
 * @throws ArgumentError when a slope is not a finite number, `upper` is below `lower`, or an option is unknown
 * @example
 * import { rrelu } from '@neurite/layers/activations';
 *
 * const y = rrelu(tensor1d([-2, 2]), inference(), { lower: 0, upper: 1 }); // [-1, 2]
 */
export function rrelu<T extends Tensor>(x: T, context: Context, options: RreluOptions = {}): T {
  return new Rrelu<T>(options).forward(x, context);
}
