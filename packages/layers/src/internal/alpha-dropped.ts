import type { Context } from '@neurite/core';
import { add, mul, sub, type Tensor } from '@tensorflow/tfjs-core';
import { kept } from './kept.js';

/** What selu gives for −∞: −λ · α. */
const LOWEST = -1.7580993408473766;

/**
 * What is dropped becomes what selu gives for −∞; all is scaled and shifted so that mean and variance stay. To be called
 * in a scope.
 *
 * @param shape of the draws, the batch first: that of x, or one that is broadcast to it
 */
export function alphaDropped(x: Tensor, shape: readonly number[], [rate, context]: readonly [number, Context]): Tensor {
  const stays = mul(kept(shape, rate, context), 1 - rate); // 0 or 1
  const scale = ((1 - rate) * (1 + rate * LOWEST ** 2)) ** -0.5;
  const dropped = add(mul(x, stays), mul(sub(1, stays), LOWEST));
  return sub(mul(dropped, scale), scale * rate * LOWEST);
}
