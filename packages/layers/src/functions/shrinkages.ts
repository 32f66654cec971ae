import type { Tensor } from '@tensorflow/tfjs-core';
import { HardShrink, type HardShrinkOptions } from '../activations/hard-shrink.js';
import { SoftShrink, type SoftShrinkOptions } from '../activations/soft-shrink.js';
import { TanhShrink } from '../activations/tanh-shrink.js';

/**
 * `x` where |x| > `lambda`, else 0.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @example
 * import { hardShrink } from '@neurite/layers/activations';
 *
 * const y = hardShrink(tensor1d([-2, 0.4])); // [-2, 0]
 */
export function hardShrink<T extends Tensor>(x: T, options: HardShrinkOptions = {}): T {
  return new HardShrink<T>(options).forward(x);
}

/**
 * `x` moved towards 0 by `lambda`, and 0 where it is closer than that.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @example
 * import { softShrink } from '@neurite/layers/activations';
 *
 * const y = softShrink(tensor1d([-2, 0.4])); // [-1.5, 0]
 */
export function softShrink<T extends Tensor>(x: T, options: SoftShrinkOptions = {}): T {
  return new SoftShrink<T>(options).forward(x);
}

/**
 * `x − tanh(x)`.
 *
 * @param x any shape
 * @returns a new tensor of the same shape, owned by the caller
 * @example
 * import { tanhShrink } from '@neurite/layers/activations';
 *
 * const y = tanhShrink(tensor1d([1])); // [0.238]
 */
export function tanhShrink<T extends Tensor>(x: T): T {
  return new TanhShrink<T>().forward(x);
}
