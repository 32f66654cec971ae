import type { Context } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { GumbelSoftmax, type GumbelSoftmaxOptions } from '../activations/gumbel-softmax.js';
import { LogSoftmax, type LogSoftmaxOptions } from '../activations/log-softmax.js';
import { Softmax, type SoftmaxOptions } from '../activations/softmax.js';
import { Softmin, type SoftminOptions } from '../activations/softmin.js';
import { Sparsemax, type SparsemaxOptions } from '../activations/sparsemax.js';

/**
 * Softmax along an axis: `yᵢ = eˣⁱ / Σⱼ eˣʲ`.
 *
 * @param x at least one axis
 * @returns a new tensor of the same shape that sums to 1 along the axis, owned by the caller
 * @throws ArgumentError when `axis` is not an integer, or an option is unknown
 * @throws ShapeError when `x` has no such axis
 * @example
 * import { softmax } from '@neurite/layers/activations';
 *
 * const y = softmax(tensor1d([5, 5])); // [0.5, 0.5]
 */
export function softmax<T extends Tensor>(x: T, options: SoftmaxOptions = {}): T {
  return new Softmax<T>(options).forward(x);
}

/**
 * The logarithm of softmax along an axis: `yᵢ = xᵢ − ln Σⱼ eˣʲ`.
 *
 * @param x at least one axis
 * @returns a new tensor of the same shape, owned by the caller
 * @throws ArgumentError when `axis` is not an integer, or an option is unknown
 * @throws ShapeError when `x` has no such axis
 * @example
 * import { logSoftmax } from '@neurite/layers/activations';
 *
 * const y = logSoftmax(tensor1d([5, 5])); // [-0.693, -0.693]
 */
export function logSoftmax<T extends Tensor>(x: T, options: LogSoftmaxOptions = {}): T {
  return new LogSoftmax<T>(options).forward(x);
}

/**
 * Softmax of `−x` along an axis.
 *
 * @param x at least one axis
 * @returns a new tensor of the same shape, owned by the caller
 * @throws ArgumentError when `axis` is not an integer, or an option is unknown
 * @throws ShapeError when `x` has no such axis
 * @example
 * import { softmin } from '@neurite/layers/activations';
 *
 * const y = softmin(tensor1d([1, 2])); // [0.731, 0.269]
 */
export function softmin<T extends Tensor>(x: T, options: SoftminOptions = {}): T {
  return new Softmin<T>(options).forward(x);
}

/**
 * The distribution that is closest to x, along an axis: as softmax, with exact zeros.
 *
 * @param x at least one axis
 * @returns a new tensor of the same shape, owned by the caller
 * @throws ArgumentError when `axis` is not an integer, or an option is unknown
 * @throws ShapeError when `x` has no such axis
 * @example
 * import { sparsemax } from '@neurite/layers/activations';
 *
 * const y = sparsemax(tensor1d([1, 0.5, -1])); // [0.75, 0.25, 0]
 */
export function sparsemax<T extends Tensor>(x: T, options: SparsemaxOptions = {}): T {
  return new Sparsemax<T>(options).forward(x);
}

/**
 * Differentiable draws from a categorical distribution: in training `softmax((x + g) / temperature)` along an axis, with
 * Gumbel noise g; otherwise without the noise.
 *
 * @param x logits, at least one axis
 * @param context of the forward pass; in training its random key draws
 * @returns a new tensor of the same shape that sums to 1 along the axis, owned by the caller
 * @throws ArgumentError when `axis` is not an integer, `temperature` not above 0, or an option is unknown
 * @throws ShapeError when `x` has no such axis
 * @example
 * import { gumbelSoftmax } from '@neurite/layers/activations';
 *
 * const y = gumbelSoftmax(tensor1d([5, 5, 0]), inference(), { hard: true }); // [1, 0, 0]
 */
export function gumbelSoftmax<T extends Tensor>(x: T, context: Context, options: GumbelSoftmaxOptions = {}): T {
  return new GumbelSoftmax<T>(options).forward(x, context);
}
