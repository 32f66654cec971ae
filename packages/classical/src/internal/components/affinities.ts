import type { Table } from '@neurite/core';
import { BallTree } from '../neighbors/ball-tree.js';
import { BruteForce } from '../neighbors/brute-force.js';

/** Above so many columns, a tree prunes little. */
const MOST_TREE_COLUMNS = 15;
/** So many steps find a width at most, up to this difference of entropies. */
const STEPS = 100;
const PRECISE = 1e-5;
/** So many rows at once look for their neighbors, which bounds what that takes. */
const QUERIES = 4096;

/** How near rows are to one another: symmetric, most are 0 and left out, all add up to 1. */
export type Affinities = {
  /** Where the elements of each row begin, with the total at the end. */
  readonly starts: Uint32Array;
  /** The other row of each element. */
  readonly others: Uint32Array;
  readonly values: Float64Array;
};

/**
 * Each row spreads a probability over its neighbors, normally distributed with a width of its own, such that 2^entropy is the
 * perplexity; the affinity of two rows is the mean of what each gives to the other.
 */
export function affinitiesOf(x: Table, perplexity: number): Affinities {
  const { rows, columns, data } = x;
  const count = Math.min(rows - 1, Math.floor(3 * perplexity + 1));
  const search = columns <= MOST_TREE_COLUMNS ? new BallTree(x) : new BruteForce(x);
  const others = new Uint32Array(rows * count);
  const shares = new Float64Array(rows * count);
  const wanted = Math.log(perplexity);
  for (let first = 0; first < rows; first += QUERIES) {
    const size = Math.min(QUERIES, rows - first);
    const queries = { rows: size, columns, data: data.subarray(first * columns, (first + size) * columns) };
    const { indices, distances } = search.search(queries, count + 1);
    for (let row = 0; row < size; row++) {
      const to = (first + row) * count;
      let written = 0;
      // The row itself is left out, or the last one where equal rows stand before it.
      for (let i = row * (count + 1); written < count; i++) {
        if (indices[i] === first + row) continue;
        others[to + written] = indices[i]!;
        shares[to + written++] = distances[i]!;
      }
      spread(shares.subarray(to, to + count), wanted);
    }
  }
  return symmetric(rows, others, shares);
}

/** Turns squared distances into probabilities with this entropy. */
function spread(distances: Float64Array, wanted: number): void {
  const nearest = distances[0]!;
  const own = distances.map((distance) => distance - nearest);
  let precision = 1;
  let low = 0;
  let high = Infinity;
  for (let step = 0; step < STEPS; step++) {
    let sum = 0;
    let weighted = 0;
    for (let i = 0; i < own.length; i++) {
      const value = Math.exp(-own[i]! * precision);
      distances[i] = value;
      sum += value;
      weighted += value * own[i]!;
    }
    for (let i = 0; i < own.length; i++) distances[i]! /= sum;
    const entropy = Math.log(sum) + (precision * weighted) / sum;
    if (Math.abs(entropy - wanted) <= PRECISE) return;
    if (entropy > wanted) low = precision;
    else high = precision;
    precision = high === Infinity ? precision * 2 : (low + high) / 2;
  }
}

/** (P + Pᵀ) / (2 × rows). */
function symmetric(rows: number, others: Uint32Array, shares: Float64Array): Affinities {
  const count = others.length / rows;
  const starts = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) starts[row + 1] = count;
  for (const other of others) starts[other + 1]!++;
  for (let row = 0; row < rows; row++) starts[row + 1]! += starts[row]!;
  const next = starts.slice(0, rows);
  const columns = new Uint32Array(2 * others.length);
  const values = new Float64Array(2 * others.length);
  const add = (row: number, other: number, value: number): void => {
    const at = next[row]!++;
    columns[at] = other;
    values[at] = value;
  };
  for (let row = 0; row < rows; row++) {
    for (let i = row * count; i < (row + 1) * count; i++) {
      const share = shares[i]! / (2 * rows);
      add(row, others[i]!, share);
      add(others[i]!, row, share);
    }
  }
  return merged({ starts, others: columns, values });
}

/** Adds up what stands twice in a row. */
function merged({ starts, others, values }: Affinities): Affinities {
  const rows = starts.length - 1;
  const places = new Int32Array(rows).fill(-1);
  const own = new Uint32Array(rows + 1);
  let written = 0;
  for (let row = 0; row < rows; row++) {
    const begin = written;
    for (let i = starts[row]!; i < starts[row + 1]!; i++) {
      const other = others[i]!;
      const value = values[i]!;
      if (places[other]! >= begin) values[places[other]!]! += value;
      else {
        places[other] = written;
        others[written] = other;
        values[written++] = value;
      }
    }
    own[row + 1] = written;
  }
  return { starts: own, others: others.slice(0, written), values: values.slice(0, written) };
}
