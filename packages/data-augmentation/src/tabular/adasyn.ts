import { ArgumentError, checkInteger, resolveOptions } from '@neurite/core';
import { appended, checkWanted, classesOf, drawBetween, plainNearest } from '../internal/oversample.js';
import type { Oversampling, OversamplingOptions } from './oversampling.js';

/**
 * Makes rows of classes that have few, most of them where the class is hard to learn: as many from each row as the share of
 * other classes among its neighbors in the whole table. Each lies between the row and a neighbor of its class,
 * `new = row + share · (neighbor − row)`.
 *
 * The number of rows may be a few off, as those of each row are rounded.
 *
 * @throws ArgumentError when an option is out of its range; `draw`: when a class that needs rows has no more of them than
 *   neighbors, or no row of it has a neighbor of another class; ShapeError `draw`: when x is not [rows, columns] or y not
 *   [rows]
 * @example
 * const table = {
 *   x: hostArray(Float32Array.of(0, 1, 2, 3, 1.5, 9), [6, 1]),
 *   y: hostArray(Int32Array.of(0, 0, 0, 0, 1, 1)),
 * };
 * const { draw, apply } = adasyn({ neighbors: 1 });
 * const balanced = apply(table, draw(RandomStream.fromSeed(1), table)); // 8 rows: new ones between 1.5 and 9
 * @see He et al., "ADASYN: Adaptive synthetic sampling approach for imbalanced learning", 2008; imbalanced-learn's `ADASYN`
 */
export function adasyn(options: OversamplingOptions = {}): Oversampling {
  const name = 'adasyn';
  const { neighbors, rows } = resolveOptions(name, options, { neighbors: 5, rows: undefined });
  checkInteger(name, 'neighbors', neighbors, { min: 1 });
  checkWanted(name, rows);
  return {
    name,
    draw: (random, table) => {
      const labels = table.y.data;
      const starts: number[] = [];
      for (const { rows: own, missing } of classesOf(name, table, { wanted: rows, neighbors })) {
        const near = plainNearest(table, neighbors)(own, Int32Array.from(labels.keys()));
        const others = Float64Array.from(own, (row, i) => {
          let count = 0;
          for (let k = 0; k < neighbors; k++) if (labels[near[i * neighbors + k]!] !== labels[row]) count++;
          return count;
        });
        const total = others.reduce((sum, count) => sum + count, 0);
        if (total === 0) throw withoutNeighbors(labels[own[0]!]!);
        for (const [i, row] of own.entries()) {
          for (let count = roundEven((others[i]! / total) * missing); count > 0; count--) starts.push(row);
        }
      }
      return drawBetween(random, starts, neighbors);
    },
    apply: (table, draw) => {
      const { data, shape } = table.x;
      const columns = shape[1]!;
      return appended(table, draw, {
        count: neighbors,
        nearest: plainNearest(table, neighbors),
        between: (row, { chosen, share }, to) => {
          for (let c = 0; c < columns; c++) {
            const value = data[row * columns + c]!;
            to[c] = value + share * (data[chosen * columns + c]! - value);
          }
        },
      });
    },
  };
}

/** To the nearest integer, halves to the even one. */
function roundEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function withoutNeighbors(label: number): ArgumentError {
  return new ArgumentError({
    where: 'adasyn',
    argument: 'table',
    expected: `have rows of class ${label} with neighbors of other classes`,
    received: 'none',
    advice: 'The class lies apart: take smote',
  });
}
