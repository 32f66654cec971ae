import type { Table } from '@neurite/core';
import { emptyNeighbors, type NeighborSearch, type Neighbors, offer } from './nearest.js';

/** Balls with no more rows are not divided. */
const LEAF = 32;
/** Bounds are rounded too: a ball that is farther by no more than this is looked into. */
const SLACK = 1 + 1e-12;

/**
 * Balls within balls: a query leaves those out that are farther away than what it has found.
 *
 * @see Omohundro, "Five balltree construction algorithms", 1989: divided at the median of the widest column
 */
export class BallTree implements NeighborSearch {
  readonly #x: Table;
  readonly #order: Uint32Array;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #centers: number[] = [];
  readonly #radii: number[] = [];
  /** The left child; the right one follows it. −1 in a leaf. */
  readonly #lefts: number[] = [];

  constructor(x: Table) {
    this.#x = x;
    this.#order = Uint32Array.from({ length: x.rows }, (_, row) => row);
    this.#add(0, x.rows);
    for (let node = 0; node < this.#starts.length; node++) {
      const start = this.#starts[node]!;
      const end = this.#ends[node]!;
      if (end - start <= LEAF || this.#radii[node] === 0) continue;
      const middle = this.#divide(start, end);
      this.#lefts[node] = this.#starts.length;
      this.#add(start, middle);
      this.#add(middle, end);
    }
  }

  search(queries: Table, count: number): Neighbors {
    const { columns, data } = this.#x;
    const found = emptyNeighbors(queries.rows, count);
    const stack: number[] = [];
    for (let query = 0; query < queries.rows; query++) {
      const own = queries.data.subarray(query * columns, (query + 1) * columns);
      stack.push(0);
      while (stack.length > 0) {
        const node = stack.pop()!;
        const worst = found.distances[(query + 1) * count - 1]!;
        const distance = this.#distance(node, own);
        if (Math.max(0, distance - this.#radii[node]!) ** 2 > worst * SLACK) continue;
        const left = this.#lefts[node]!;
        if (left >= 0) {
          // The nearer child first: it is popped first.
          const leftIsNear = this.#distance(left, own) <= this.#distance(left + 1, own);
          stack.push(leftIsNear ? left + 1 : left, leftIsNear ? left : left + 1);
          continue;
        }
        for (let i = this.#starts[node]!; i < this.#ends[node]!; i++) {
          const index = this.#order[i]!;
          let sum = 0;
          for (let column = 0; column < columns; column++) sum += (own[column]! - data[index * columns + column]!) ** 2;
          offer(found, query, { index, distance: sum });
        }
      }
    }
    return found;
  }

  /** All rows that are no farther than a radius, with `radius²` as distances are computed. */
  within(query: Float64Array | Float32Array, radius: number): number[] {
    const { columns, data } = this.#x;
    const limit = radius ** 2;
    const found: number[] = [];
    const stack = [0];
    while (stack.length > 0) {
      const node = stack.pop()!;
      if (Math.max(0, this.#distance(node, query) - this.#radii[node]!) ** 2 > limit * SLACK) continue;
      const left = this.#lefts[node]!;
      if (left >= 0) {
        stack.push(left, left + 1);
        continue;
      }
      for (let i = this.#starts[node]!; i < this.#ends[node]!; i++) {
        const index = this.#order[i]!;
        let sum = 0;
        for (let column = 0; column < columns; column++) sum += (query[column]! - data[index * columns + column]!) ** 2;
        if (sum <= limit) found.push(index);
      }
    }
    return found;
  }

  #add(start: number, end: number): void {
    const { columns, data } = this.#x;
    const center = new Float64Array(columns);
    for (let i = start; i < end; i++) {
      for (let column = 0; column < columns; column++) {
        center[column]! += data[this.#order[i]! * columns + column]! / (end - start);
      }
    }
    let radius = 0;
    for (let i = start; i < end; i++) {
      let sum = 0;
      for (let column = 0; column < columns; column++) {
        sum += (center[column]! - data[this.#order[i]! * columns + column]!) ** 2;
      }
      radius = Math.max(radius, sum);
    }
    this.#starts.push(start);
    this.#ends.push(end);
    for (const value of center) this.#centers.push(value);
    this.#radii.push(Math.sqrt(radius));
    this.#lefts.push(-1);
  }

  /** Puts the lower half of the widest column to the front. @returns where the upper half begins */
  #divide(start: number, end: number): number {
    const { columns, data } = this.#x;
    let widest = 0;
    let width = -1;
    for (let column = 0; column < columns; column++) {
      let low = Infinity;
      let high = -Infinity;
      for (let i = start; i < end; i++) {
        const value = data[this.#order[i]! * columns + column]!;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      if (high - low > width) [widest, width] = [column, high - low];
    }
    const own = this.#order.subarray(start, end);
    own.sort((a, b) => data[a * columns + widest]! - data[b * columns + widest]!);
    return start + ((end - start) >> 1);
  }

  #distance(node: number, own: Float64Array | Float32Array): number {
    const first = node * own.length;
    let sum = 0;
    for (let column = 0; column < own.length; column++) sum += (own[column]! - this.#centers[first + column]!) ** 2;
    return Math.sqrt(sum);
  }
}
