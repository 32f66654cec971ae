import { type RandomAccess, randomAccess } from '../source.js';

/** The elements at some indices, in that order. */
export function subsetSource<T>({ randomStages, at }: RandomAccess<T>, indices: Uint32Array): RandomAccess<T> {
  return randomAccess({ size: indices.length, randomStages, at: (index, pass) => at(indices[index]!, pass) });
}
