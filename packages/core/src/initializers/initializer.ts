import type { Tensor } from '@tensorflow/tfjs-core';
import type { RandomStream } from '../random-stream.js';
import { type Shape, sizeOf } from '../shape.js';

/** How many inputs one output of a weight sums over, and how many outputs one input goes to. */
export type Fans = { readonly fanIn: number; readonly fanOut: number };

/**
 * Draws the first values of a parameter.
 *
 * @param shape of the parameter; the last two axes of a weight are [in, out], those before it the kernel's
 * @param random where the draws come from; equal streams give equal bits on every backend
 * @param fans default: `fansOf(shape)`
 * @returns a float32 tensor that the caller owns
 */
export type Initializer = (shape: Shape, random: RandomStream, fans?: Fans) => Tensor;

/**
 * The fans of a weight: [in, out] of a dense layer, [...kernel, in, out] of a convolution, where each output sees the
 * whole kernel. With groups the kernel's `in` is that of one group, as in PyTorch. A vector counts its size as both.
 *
 * @example
 * fansOf([3, 3, 16, 32]); // { fanIn: 144, fanOut: 288 }
 */
export function fansOf(shape: Shape): Fans {
  if (shape.length < 2) return { fanIn: sizeOf(shape), fanOut: sizeOf(shape) };
  const receptiveField = sizeOf(shape.slice(0, -2));
  return { fanIn: receptiveField * shape.at(-2)!, fanOut: receptiveField * shape.at(-1)! };
}
