import { type RandomAccess, randomAccess } from '../source.js';

/** The entries of an order at some indices. */
export function pick(order: Uint32Array, indices: Uint32Array | Float64Array): Uint32Array {
  return Uint32Array.from(indices, (index) => order[index]!);
}

/** The elements at some indices, in that order. */
export function subsetSource<T>({ randomStages, at, gather }: RandomAccess<T>, indices: Uint32Array): RandomAccess<T> {
  return randomAccess({
    size: indices.length,
    randomStages,
    at: (index, pass) => at(indices[index]!, pass),
    gather: gather && ((some, pass) => gather(pick(indices, some), pass)),
  });
}
