import { ArgumentError, checkKind, describeValue } from '@neurite/core';
import type { Category, TableColumn } from './column.js';

/** Several columns of categories as one. */
export type Cross<Key extends PropertyKey = string> = {
  readonly of: readonly Key[];
  readonly encoder: TableColumn<Category>;
};

/**
 * A feature cross, for `crosses` of `columns`: each combination of the categories of several columns is a category,
 * `Adelie × Biscoe`, which a linear model weighs by itself. It is missing where one of them is.
 *
 * @param encoder what makes numbers of the combinations: `oneHot({ unseen: 'ignore' })`, or `hashing()` for many of them
 * @param of names of columns, at least one
 * @throws ArgumentError when `of` is no list of names, or `encoder` no transformer
 * @example
 * const prepare = columns({ age: binning(), sex: oneHot() }, { crosses: { both: cross(['age', 'sex'], hashing()) } });
 */
export function cross<const Key extends PropertyKey>(of: readonly Key[], encoder: TableColumn<Category>): Cross<Key> {
  if (!Array.isArray(of) || of.length === 0) {
    const expected = 'be a list of names of columns';
    throw new ArgumentError({ where: 'cross', argument: 'of', expected, received: describeValue(of) });
  }
  checkKind('cross', 'encoder', encoder, { be: 'a transformer', member: 'start' });
  return { of, encoder };
}
