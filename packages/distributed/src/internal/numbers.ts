/** What can be sent. */
export type Numbers = Float32Array | Float64Array | Int32Array | Uint8Array;

/** So many elements go at once; counts of MPI end at 2³¹. */
const CHUNK = 2 ** 26;

/** The parts of an array that go at once, over the same memory. */
export function chunks<A extends Numbers>(values: A): A[] {
  const count = Math.ceil(values.length / CHUNK);
  return Array.from({ length: count }, (_, i) => values.subarray(i * CHUNK, (i + 1) * CHUNK) as A);
}
