import { ArgumentError, type Table } from '@neurite/core';
import { DataPipeline } from './data-pipeline.js';
import { randomAccess } from './internal/source.js';

/**
 * What a column holds: `integer` and `number` are numbers, `boolean` is 1 and 0, `date` milliseconds since 1970 (UTC),
 * `category` the index of a word in `categories`, `text` strings.
 */
export type ColumnType = 'number' | 'integer' | 'boolean' | 'date' | 'category' | 'text';

/** A column of numbers. A missing value is NaN. */
export type NumberColumn = {
  readonly type: Exclude<ColumnType, 'text'>;
  readonly values: Float64Array;
  /** The words of a `category`, by their code. */
  readonly categories?: readonly string[];
  /** How many values are missing. */
  readonly missing: number;
};

/** A column of text. A missing value is null. */
export type TextColumn = {
  readonly type: 'text';
  readonly values: readonly (string | null)[];
  readonly missing: number;
};

export type Column = NumberColumn | TextColumn;

/** Columns by name. */
export type Columns = { readonly [name: string]: Column };

/** A row of a table: a number for each column of numbers (NaN where it is missing), a string or null for text. */
export type RowOf<C extends Columns> = { readonly [Name in keyof C]: C[Name]['values'][number] };

/**
 * Rows of named columns, each of one type. Made by `readCsv`, `parseCsv` and `fromRecords`.
 *
 * @example
 * const table = new ColumnTable({
 *   price: { type: 'number', values: Float64Array.of(1.5, NaN), missing: 1 },
 *   name: { type: 'text', values: ['tea', 'milk'], missing: 0 },
 * });
 * table.size; // 2
 * await table.rows().at(0); // { price: 1.5, name: 'tea' }
 */
export class ColumnTable<C extends Columns = Columns> {
  /** The number of rows. */
  readonly size: number;
  readonly columns: C;

  /**
   * @param columns of one length; not copied
   * @throws ArgumentError when there is none, or they differ in length
   */
  constructor(columns: C) {
    const [first, ...others] = Object.entries(columns);
    if (first === undefined) {
      throw new ArgumentError({
        where: 'ColumnTable',
        argument: 'columns',
        expected: 'hold at least one',
        received: 'none',
      });
    }
    const size = first[1].values.length;
    for (const [name, { values }] of others) {
      if (values.length !== size) {
        const expected = `have ${size} values, as \`${first[0]}\` has`;
        throw new ArgumentError({ where: 'ColumnTable', argument: name, expected, received: String(values.length) });
      }
    }
    this.size = size;
    this.columns = columns;
  }

  /** The names of the columns, in their order. */
  get names(): readonly (keyof C & string)[] {
    return Object.keys(this.columns);
  }

  /** A dataset with an element for each row, which can be reached in any order. */
  rows(): DataPipeline<RowOf<C>> {
    const entries = Object.entries(this.columns).map(([name, { values }]) => [name, values] as const);
    const at = (index: number): RowOf<C> => {
      const row: Record<string, number | string | null> = {};
      for (const [name, values] of entries) row[name] = values[index]!;
      return row as RowOf<C>; // a value of each column
    };
    return new DataPipeline(randomAccess({ size: this.size, randomStages: 0, at }));
  }

  /**
   * Columns of numbers side by side, for estimators and transformers.
   *
   * @param names in the order that they shall have. Default: all that hold numbers
   * @returns a copy, a row after another
   * @throws ArgumentError for a name that is no column, or one of text
   */
  numbers(
    names: readonly (keyof C & string)[] = this.names.filter((name) => this.columns[name]!.type !== 'text'),
  ): Table {
    const columns = names.map((name) => this.#numbersOf(name));
    const data = new Float64Array(this.size * columns.length);
    for (const [c, values] of columns.entries()) {
      for (let row = 0; row < this.size; row++) data[row * columns.length + c] = values[row]!;
    }
    return { rows: this.size, columns: columns.length, data, names };
  }

  #numbersOf(name: string): Float64Array {
    const column = Object.hasOwn(this.columns, name) ? this.columns[name]! : undefined;
    if (column !== undefined && column.type !== 'text') return column.values;
    throw new ArgumentError({
      where: 'numbers',
      argument: 'names',
      expected: `be columns of numbers: ${this.names.filter((one) => this.columns[one]!.type !== 'text').join(', ')}`,
      received: name,
      advice: column && "Read it as { types: { …: 'category' } } to have a number for each word",
    });
  }
}
