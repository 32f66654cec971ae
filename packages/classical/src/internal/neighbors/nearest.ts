import type { Table } from '@neurite/core';

/** The nearest rows of each query, the nearest first, rows with a smaller index before others as near. */
export type Neighbors = {
  /** How many each query has. */
  readonly count: number;
  /** queries × count. */
  readonly indices: Uint32Array;
  /** Squared, queries × count. */
  readonly distances: Float64Array;
};

/** Looks for rows of a table. */
export interface NeighborSearch {
  search(queries: Table, count: number): Neighbors;
}

export function emptyNeighbors(queries: number, count: number): Neighbors {
  return {
    count,
    indices: new Uint32Array(queries * count),
    distances: new Float64Array(queries * count).fill(Infinity),
  };
}

/** Puts a row among the nearest of a query, if it is one of them. */
export function offer(
  { count, indices, distances }: Neighbors,
  query: number,
  { index, distance }: { readonly index: number; readonly distance: number },
): void {
  const start = query * count;
  let at = start + count - 1;
  const last = distances[at]!;
  if (distance > last || (distance === last && (last === Infinity || index > indices[at]!))) return;
  while (at > start) {
    const before = distances[at - 1]!;
    if (before < distance || (before === distance && indices[at - 1]! < index)) break;
    distances[at] = before;
    indices[at] = indices[at - 1]!;
    at--;
  }
  distances[at] = distance;
  indices[at] = index;
}
