import {
  assertShape,
  BackendError,
  checkInteger,
  checkNumber,
  DtypeError,
  type KeyWords,
  keyWords,
} from '@neurite/core';
import { defineOperation, type Operation, select, zerosOf } from '@neurite/core/operation';
import { getBackend, mul, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { threefry } from '../internal/threefry.js';

/** What is dropped, and which draws decide. */
export type DropoutOptions = {
  /** The share that is dropped, at least 0 and below 1. */
  readonly rate: number;
  /** A random key: int32 [4], as `keyTensor` makes it. The same key drops the same elements. */
  readonly key: Tensor;
  /**
   * The index of the first element of `x` in the whole batch, where `x` is a part of one: draws are indexed by the element
   * of the whole, so that cutting a batch changes none. An integer of at least 0; default 0.
   */
  readonly offset?: number;
};
type Inputs = { readonly x: Tensor; readonly key: Tensor };
type Attrs = { readonly rate: number; readonly offset: number };

/** A draw is the upper 24 bits of a word. */
const DRAWS: number = 2 ** 24;
/** Indices are words of 32 bits. */
const INDICES: number = 2 ** 32;

/**
 * The kernel `Dropout`: x, key int32 [4]; rate, offset → y, the shape of x. See `fusedDropout`.
 *
 * With i = offset + its index in x, an element draws from `threefry(key, 4⌊i / 8⌋ + i mod 4)`: the first word where
 * `i mod 8` is below 4, else the second. It stays where the upper 24 bits of this word, as a number in [0, 1), are at least
 * the rate. The key's words are in halves of 16 bits, the lower half first.
 */
export const dropoutOperation: Operation<Inputs, Attrs, Tensor> = defineOperation({
  name: 'Dropout',
  compose: ({ x, key }: Inputs, { rate, offset }: Attrs) => {
    const kept = tensor(keptElements(x.size, wordsOf(key), { rate, offset }), x.shape, 'bool');
    return select(kept, mul(x, 1 / (1 - rate)), zerosOf(x));
  },
  gradient: {
    inputsToSave: ['key'],
    gradFunc: (dy, saved, attrs) => {
      const key = saved[0]!;
      return {
        x: () => dropoutOperation({ x: dy as Tensor, key }, attrs as unknown as Attrs), // one output, own attributes
        key: () => zerosOf(key),
      };
    },
  },
});

function keptElements(size: number, words: KeyWords, { rate, offset }: Attrs): Uint8Array {
  const kept = new Uint8Array(size);
  for (let block = Math.floor(offset / 8); 8 * block < offset + size; block++) {
    for (let lane = 0; lane < 4; lane++) {
      threefry(words, 4 * block + lane).forEach((word, half) => {
        // What lies before the start or beyond the end is not written.
        kept[8 * block + 4 * half + lane - offset] = (word >>> 8) / DRAWS >= rate ? 1 : 0;
      });
    }
  }
  return kept;
}

/** The words of a key, which a GPU cannot be asked for without waiting. */
function wordsOf(key: Tensor): KeyWords {
  const known = keyWords(key);
  if (known !== undefined) return known;
  if (['webgl', 'webgpu'].includes(getBackend())) {
    throw new BackendError({
      where: 'fusedDropout',
      problem: `a key that was computed on ${getBackend()} cannot be read without waiting`,
      advice: 'Make it with keyTensor',
    });
  }
  const [low0, high0, low1, high1] = key.dataSync() as unknown as readonly [number, number, number, number]; // [4]
  return [low0 + high0 * 2 ** 16, low1 + high1 * 2 ** 16];
}

/**
 * Drops each element with a probability of `rate` and scales the others: `x / (1 − rate)`, or 0. The draws are part of the
 * kernel and the same on every engine; gradients of any order drop the same elements.
 *
 * @param x any shape
 * @returns a new tensor of the shape of `x`, owned by the caller
 * @throws ArgumentError when the rate or the offset is out of range
 * @throws ShapeError, DtypeError when the key is not int32 [4]
 * @example
 * const y = fusedDropout(tensor1d([1, 2]), { rate: 0.5, key: keyTensor([7, 0]) });
 * @see Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014; Salmon et al.,
 *   "Parallel random numbers: as easy as 1, 2, 3", 2011, for the draws
 */
export function fusedDropout<T extends Tensor>(x: T, { rate, key, offset = 0 }: DropoutOptions): T {
  const where = 'fusedDropout';
  checkNumber(where, 'rate', rate, { atLeast: 0, below: 1 });
  checkInteger(where, 'offset', offset, { min: 0, max: INDICES - x.size });
  assertShape(where, 'key', key.shape, [4]);
  if (key.dtype !== 'int32') {
    throw new DtypeError({ where, argument: 'key', expected: 'be int32', received: key.dtype });
  }
  return dropoutOperation({ x, key }, { rate, offset }) as T; // the shape of x
}
