import { ArgumentError, type StateSize } from '@neurite/core';
import {
  any,
  cast,
  equal,
  expandDims,
  lessEqual,
  logicalAnd,
  matMul,
  notEqual,
  range,
  reshape,
  type Tensor2D,
  type Tensor3D,
  where,
  zeros,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { AttentionState } from '../attention/attention-state.js';
import { hiding } from './attend.js';
import { type Positions, positionsOf } from './positions.js';

/**
 * A cache without tokens.
 *
 * @throws ArgumentError when there is no length
 */
export function emptyCache(where: string, { batch, length }: StateSize, features: number): AttentionState {
  if (length === undefined) {
    throw new ArgumentError({
      where,
      argument: 'length',
      expected: 'be the number of tokens that the cache has room for',
      received: 'none',
      advice: 'Write initialState({ batch, length })',
    });
  }
  return { cache: zeros([batch, length, 2 * features]), position: zeros([batch], 'int32') };
}

/** What a cache knows after some tokens more. */
type Remembered = {
  readonly state: AttentionState;
  readonly at: Positions;
  /** [batch, 1, tokens, length]: −∞ where a token does not see what stands in the cache, as it comes later or not at all. */
  readonly hidden: ReturnType<typeof hiding>;
};

/**
 * Writes the keys and values of some tokens into a cache, after those that are there. Masked ones are left out. To be
 * called in a scope.
 *
 * @param found [batch, tokens, 2 · features]
 */
export function remember(found: Tensor3D, { cache, position }: AttentionState, mask: Tensor2D | undefined): Remembered {
  const [length, tokens] = [cache.shape[1], found.shape[1]];
  const at = positionsOf(position, { tokens, mask });
  const slots = range(0, length, 1, 'int32');
  const own = equal(reshape(slots, [1, length, 1]), expandDims(at.positions, 1)); // [batch, length, tokens]
  const written = mask === undefined ? own : logicalAnd(own, notEqual(expandDims(mask, 1), 0));
  // A token that no slot takes is 0, so that a NaN of it reaches no other.
  const taken = where(expandDims(any(written, 1), 2), found, zerosLike(found));
  // Each slot gets the token of its position: a product with ones and zeros, as nothing may read the positions here.
  const next: Tensor3D = where(any(written, 2, true), matMul(cast(written, 'float32'), taken), cache);
  const seen = lessEqual(slots, expandDims(at.positions, 2)); // [batch, tokens, length]
  return { state: { cache: next, position: at.next }, at, hidden: hiding(expandDims(seen, 1)) };
}
