import { ArgumentError, checkInteger, checkNumber, resolveOptions } from '@neurite/core';
import { checkList } from '../internal/check-list.js';
import type { Chance } from '../internal/image-augmentation.js';
import { type RowAugmentation, rowAugmentation } from '../internal/row-augmentation.js';

export type CategoryDropoutOptions = Chance & {
  /** Indices of the columns that are categories, at least one. */
  readonly columns: readonly number[];
  /** The share of them that is dropped, 0 to 1. Default 0.1. */
  readonly rate?: number;
  /** What stands for a dropped category: the code of what is unknown, or missing. Default 0. */
  readonly value?: number;
};

/** The columns that are dropped. */
export type CategoryDropoutDraw = { readonly dropped: readonly number[] };

/**
 * Drops categories of a row, each column by itself, as if they were unknown: what a model learns for the unknown then holds
 * for categories that it has never seen.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range; when applied: where a row has no such column
 * @example
 * const dropout = categoryDropout({ columns: [1, 2], rate: 0.5 });
 * const changed = dropout.row(hostArray(Float32Array.of(0.3, 4, 2)), { dropped: [2] }); // 0.3, 4, 0
 */
export function categoryDropout(options: CategoryDropoutOptions): RowAugmentation<CategoryDropoutDraw> {
  const name = 'categoryDropout';
  const { probability, columns, rate, value } = resolveOptions(name, options, {
    probability: 1,
    columns: [] as readonly number[],
    rate: 0.1,
    value: 0,
  });
  checkNumber(name, 'rate', rate, { atLeast: 0, atMost: 1 });
  checkNumber(name, 'value', value);
  checkList(name, 'columns', columns, { things: 'columns' });
  if (columns.length === 0) {
    throw new ArgumentError({ where: name, argument: 'columns', expected: 'be at least one', received: 'none' });
  }
  for (const column of columns) checkInteger(name, 'columns', column, { min: 0 });
  return rowAugmentation<CategoryDropoutDraw>({
    name,
    probability,
    draw: (random) => ({ dropped: columns.filter(() => random.uniform() < rate) }),
    row: (values, { dropped }) => {
      for (const column of dropped) {
        checkInteger(name, 'columns', column, { min: 0, max: values.length - 1 });
        values[column] = value;
      }
    },
  });
}
