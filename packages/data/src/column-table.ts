import { ArgumentError, describeValue, type HostArray, type Table } from '@neurite/core';
import { DataPipeline } from './data-pipeline.js';
import { columnSamples, floatsOf } from './internal/column-samples.js';
import { randomAccess } from './internal/source.js';
import type { Stacked } from './stacked.js';

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

/** Columns of a table by the field of a sample that they become: a list of names, or one name. */
export type SampleColumns<C extends Columns> = {
  readonly [field: string]: (keyof C & string) | readonly (keyof C & string)[];
};

/** A sample of such fields. */
export type ColumnSample<Fields> = {
  readonly [Field in keyof Fields]: Fields[Field] extends string
    ? HostArray<'float32' | 'int32'>
    : HostArray<'float32'>;
};

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
    // Strings cannot be stacked, which the error of `batch` says.
    const numbers = entries.flatMap(([name, values]) => (values instanceof Float64Array ? [{ name, values }] : []));
    const gather = (indices: Uint32Array | Float64Array): Stacked<RowOf<C>> =>
      Object.fromEntries(
        numbers.map(({ name, values }) => [name, floatsOf([{ name, values }], indices, [])]),
      ) as Stacked<RowOf<C>>; // a number of each column
    const source = { size: this.size, randomStages: 0, at };
    return new DataPipeline(randomAccess(numbers.length === entries.length ? { ...source, gather } : source));
  }

  /**
   * A dataset of samples for a model, which can be reached in any order. Batches are made column by column, without an
   * object for each row.
   *
   * @param fields of a sample: a list of columns becomes float32 [columns], one column a scalar, int32 for an `integer`,
   *   `boolean` or `category`, else float32. Missing values are NaN, and an error in int32
   * @throws ArgumentError for a name that is no column, or one of text; when iterating, naming column and row of a number
   *   that float32 or int32 cannot hold
   * @example
   * const table = fromRecords([{ mass: 3750, flipper: 181, species: 0 }, { mass: 5000, flipper: 217, species: 1 }]);
   * const batch = await table.samples({ x: ['mass', 'flipper'], y: 'species' }).batch(2).at(0);
   * console.log(batch.x.shape, batch.y.data); // [2, 2] and 0, 1
   */
  samples<const Fields extends SampleColumns<C>>(fields: Fields): DataPipeline<ColumnSample<Fields>> {
    if (typeof fields !== 'object' || fields === null) {
      const expected = "name columns by the field that they become: { x: ['mass', 'wing'], y: 'species' }";
      throw new ArgumentError({ where: 'samples', argument: 'fields', expected, received: describeValue(fields) });
    }
    for (const [field, names] of Object.entries(fields)) {
      if (typeof names !== 'string') checkNames('samples', `fields.${field}`, names);
    }
    const chosen = Object.entries(fields).map(([name, columns]) => ({
      name,
      isScalar: typeof columns === 'string',
      columns: (typeof columns === 'string' ? [columns] : columns).map((column) => ({
        name: column,
        ...this.#numberColumn('samples', column),
      })),
    }));
    const empty = chosen.find(({ columns }) => columns.length === 0);
    if (chosen.length === 0 || empty !== undefined) {
      const argument = empty === undefined ? 'fields' : `fields.${empty.name}`;
      throw new ArgumentError({ where: 'samples', argument, expected: 'hold at least one', received: 'none' });
    }
    return new DataPipeline(columnSamples(this.size, chosen)) as DataPipeline<ColumnSample<Fields>>; // of these fields
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
    checkNames('numbers', 'names', names);
    const columns = names.map((name) => this.#numberColumn('numbers', name).values);
    const data = new Float64Array(this.size * columns.length);
    for (const [c, values] of columns.entries()) {
      for (let row = 0; row < this.size; row++) data[row * columns.length + c] = values[row]!;
    }
    return { rows: this.size, columns: columns.length, data, names };
  }

  #numberColumn(where: string, name: string): NumberColumn {
    const column = Object.hasOwn(this.columns, name) ? this.columns[name]! : undefined;
    if (column !== undefined && column.type !== 'text') return column;
    throw new ArgumentError({
      where,
      argument: where === 'numbers' ? 'names' : 'fields',
      expected: `be columns of numbers: ${this.names.filter((one) => this.columns[one]!.type !== 'text').join(', ')}`,
      received: name,
      advice: column && "Read it as { types: { …: 'category' } } to have a number for each word",
    });
  }
}

function checkNames(where: string, argument: string, names: unknown): void {
  if (Array.isArray(names)) return;
  const expected = 'be a list of names of columns';
  throw new ArgumentError({ where, argument, expected, received: describeValue(names) });
}
