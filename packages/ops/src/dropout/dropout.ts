import { ArgumentError } from '@neurite/core';
import { defineOperation, type Operation, select, zerosOf } from '@neurite/core/operation';
import { mul, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { type ThreefryKey, threefry } from '../internal/threefry.js';

/** What is dropped, and from which draws it follows. */
export type DropoutOptions = {
  /** The part that is dropped, at least 0 and below 1. */
  readonly rate: number;
  /** Two whole numbers from 0 to 2³² − 1. The same key drops the same places. */
  readonly key: ThreefryKey;
};
type Inputs = { readonly x: Tensor };

/** A draw is the upper 24 bits of a word. */
const DRAWS: number = 2 ** 24;
const WORDS: number = 2 ** 32;

/**
 * The kernel `Dropout`: x; rate, key → y, the shape of x. See `fusedDropout`.
 *
 * The element at place i draws from `threefry(key, 4⌊i / 8⌋ + i mod 4)`: the first word where `i mod 8` is below 4, else
 * the second. It stays where the upper 24 bits of this word, as a number in [0, 1), are at least the rate.
 */
export const dropoutOperation: Operation<Inputs, DropoutOptions, Tensor> = defineOperation({
  name: 'Dropout',
  compose: ({ x }: Inputs, { rate, key }: DropoutOptions) =>
    select(tensor(keptPlaces(x.size, rate, key), x.shape, 'bool'), mul(x, 1 / (1 - rate)), zerosOf(x)),
  gradient: {
    gradFunc: (dy, _saved, attrs) => ({
      x: () => dropoutOperation({ x: dy as Tensor }, attrs as unknown as DropoutOptions), // one output, own attributes
    }),
  },
});

function keptPlaces(size: number, rate: number, key: ThreefryKey): Uint8Array {
  const kept = new Uint8Array(size);
  for (let count = 0, block = 0; block < size; count++, block = 8 * (count >> 2) + (count & 3)) {
    threefry(key, count).forEach((word, half) => {
      // What lies beyond the end is not written.
      kept[block + 4 * half] = (word >>> 8) / DRAWS >= rate ? 1 : 0;
    });
  }
  return kept;
}

/**
 * Drops each element with a probability of `rate` and scales the rest: `x / (1 − rate)`, or 0. The draws are part of the
 * kernel and the same on every engine; gradients of any order drop the same places.
 *
 * @param x any shape
 * @returns a new tensor of the shape of `x`, owned by the caller
 * @throws ArgumentError
 * @example
 * const y = fusedDropout(tensor1d([1, 2]), { rate: 0.5, key: [7, 0] });
 * @see Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014; Salmon et al.,
 *   "Parallel random numbers: as easy as 1, 2, 3", 2011, for the draws
 */
export function fusedDropout<T extends Tensor>(x: T, { rate, key }: DropoutOptions): T {
  const where = 'fusedDropout';
  if (!(rate >= 0 && rate < 1)) {
    const expected = 'be at least 0 and below 1';
    throw new ArgumentError({ where, argument: 'rate', expected, received: String(rate) });
  }
  if (!(key.length === 2 && key.every((word) => Number.isInteger(word) && word >= 0 && word < WORDS))) {
    const expected = 'be two whole numbers from 0 to 4294967295';
    throw new ArgumentError({ where, argument: 'key', expected, received: JSON.stringify(key) });
  }
  return dropoutOperation({ x }, { rate, key }) as T; // the shape of x
}
