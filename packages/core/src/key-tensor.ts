import { type Tensor1D, tensor1d } from '@tensorflow/tfjs-core';
import type { KeyWords } from './contracts/clock.js';

/** The host words of each key, by its data: kernels in JavaScript read no tensor. */
const hostWords = new WeakMap<object, KeyWords>();

/**
 * A random key as a tensor.
 *
 * @param words two integers from 0 to 2³² − 1
 * @returns int32 [4], two words in halves of 16 bits, the lower half first; owned by the caller
 * @example
 * const key = keyTensor([7, 0]);
 */
export function keyTensor([first, second]: KeyWords): Tensor1D {
  const key = tensor1d([first & 0xffff, first >>> 16, second & 0xffff, second >>> 16], 'int32');
  hostWords.set(key.dataId, [first, second]);
  return key;
}

/** The words of a key that `keyTensor` made, or of a clone of it; undefined for any other tensor. */
export function keyWords({ dataId }: { readonly dataId: object }): KeyWords | undefined {
  return hostWords.get(dataId);
}
