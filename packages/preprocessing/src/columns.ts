import {
  ArgumentError,
  checkKind,
  describeValue,
  type FittedTransformer,
  type Json,
  NeuriteError,
  type ObjectKind,
  resolveOptions,
  ShapeError,
  type Table,
  type Transformer,
  type TransformerOptions,
} from '@neurite/core';
import type { Category, FittedTableColumn, TableColumn } from './column.js';
import type { Cross } from './cross.js';
import { checkRows } from './internal/check-arguments.js';
import { combine } from './internal/combine.js';
import { fitBy } from './internal/learn.js';
import { saveAs } from './internal/number-column.js';
import { FIELDS, readSaved } from './internal/saved.js';
import { inSteps } from './internal/steps.js';

/** What becomes of each column of a row. */
export type ColumnSpec<Row> = { readonly [Key in keyof Row]: TableColumn<Row[Key]> };

export type ColumnsOptions<Row> = {
  /** Combinations of columns by the name of the result, made by `cross`. Default: none. */
  readonly crosses?: Readonly<Record<string, Cross<keyof Row>>>;
};

/** Rows as a table of numbers. */
export interface FittedColumns<Row> extends FittedTransformer<ArrayLike<Row>, Table> {
  /** The names of the columns of the table: `age`, or `species_Adelie` where a column becomes several. */
  readonly names: readonly string[];
  /** @returns rows × `names.length` numbers in float64, with the names */
  transform(rows: ArrayLike<Row>): Table;
  /**
   * The rows, without what was crossed; missing numbers are NaN, missing categories null.
   *
   * @throws ArgumentError when a column has no inverse
   * @throws ShapeError when the table has another number of columns
   */
  invert(table: Table): Row[];
}

/** Learns how rows become a table. */
export interface Columns<Row> extends Transformer<Row, ArrayLike<Row>, Table, FittedColumns<Row>> {
  /**
   * Learns from rows and transforms them: columns that look at the targets, such as `target`, encode each row by what the
   * others say. What a model is trained on comes from here, everything else from `transform`.
   */
  fitTransform(
    rows: ArrayLike<Row>,
    options?: TransformerOptions,
  ): { readonly fitted: FittedColumns<Row>; readonly transformed: Table };
}

type Source<Row> = {
  readonly name: string;
  /** The columns that it reads. */
  readonly of: readonly (keyof Row)[];
  readonly key: keyof Row | undefined;
  readonly transformer: TableColumn<unknown>;
  readonly read: (row: Row, index: number) => unknown;
};
type FittedSource<Row> = Source<Row> & { readonly fitted: FittedTableColumn<unknown> };

const NAME = 'columns';

/**
 * Transforms each column of a table by itself, and puts the results side by side. Columns that are not named are left out.
 * Goes through the rows once, whatever the number of columns.
 *
 * @param spec a transformer for each column, in the order of the result; it is checked against the type of the rows
 * @returns a transformer of rows to a table of numbers, with an inverse
 * @throws ArgumentError when a transformer is none, or two columns of the result have the same name; when learning, for a
 *   column that no row has, and what the transformers throw, with the name of the column
 * @example
 * const prepare = columns({ age: standardize(), species: oneHot() });
 * const fitted = prepare.fit([{ age: 3, species: 'cat' }, { age: 5, species: 'dog' }]);
 * console.log(fitted.names); // 'age', 'species_cat', 'species_dog'
 * console.log(fitted.transform([{ age: 5, species: 'cat' }]).data); // 1, 1, 0
 */
export function columns<Row extends object>(spec: ColumnSpec<Row>, options: ColumnsOptions<Row> = {}): Columns<Row> {
  const { crosses } = resolveOptions(NAME, options, { crosses: {} as NonNullable<ColumnsOptions<Row>['crosses']> });
  checkRecord('spec', spec, { be: 'a transformer', member: 'start' });
  checkRecord('crosses', crosses, { be: 'what `cross` gives', member: 'encoder' });
  const sources = [...plain(spec), ...crossed(crosses)];
  const fitWith = (keep: (learned: readonly FittedSource<Row>[]) => void): Columns<Row>['fit'] =>
    fitBy<Row, ArrayLike<Row>, Table, FittedColumns<Row>>(`${NAME}.fit`, (learn) => {
      /** Columns that no row had so far. */
      const unknown = new Set(sources.flatMap(({ of }) => of));
      let isEmpty = true;
      const learners = sources.map((source) => within(source, () => source.transformer.start(learn)));
      return {
        add(row, weight, index) {
          checkRow(`${NAME}.fit`, row, index);
          isEmpty = false;
          if (unknown.size > 0) for (const key of unknown) if (key in row) unknown.delete(key);
          sources.forEach((source, i) => {
            within(source, () => learners[i]!.add(source.read(row, index), weight, index));
          });
        },
        ...inSteps(function* () {
          if (!isEmpty) checkKnown(unknown);
          const learned: FittedSource<Row>[] = [];
          for (const [i, source] of sources.entries()) {
            const steps = within(source, () => learners[i]!.steps?.());
            const step = () => within(source, () => steps!.next());
            let state = steps && step();
            for (; state !== undefined && !state.done; state = step()) yield;
            learned.push({ ...source, fitted: state?.value ?? within(source, () => learners[i]!.end()) });
          }
          keep(learned);
          return fitted(learned);
        }),
      };
    });
  return {
    name: NAME,
    fit: fitWith(() => {}),
    fitTransform(rows, learn = {}) {
      checkRows(`${NAME}.fitTransform`, 'rows', rows);
      let learned: readonly FittedSource<Row>[] = [];
      const result = fitWith((each) => {
        learned = each;
      })(Array.from(rows), learn);
      const transformed = tableOf(learned, result.names, rows, (source, values) => {
        const crossFitted = source.transformer.fitTransform?.(values, learn);
        return crossFitted?.transformed ?? source.fitted.transform(values);
      });
      return { fitted: result, transformed };
    },
    restore(json: Json) {
      const saved = readSaved(NAME, json, { columns: FIELDS.record }).columns as { readonly [name: string]: Json }; // checked
      return fitted(
        sources.map((source) => ({
          ...source,
          fitted: within(source, () => source.transformer.restore(saved[source.name] ?? null)),
        })),
      );
    },
  };
}

function plain<Row extends object>(spec: ColumnSpec<Row>): Source<Row>[] {
  return (Object.keys(spec) as (keyof Row & string)[]).map((key) => ({
    name: key,
    of: [key],
    key,
    transformer: spec[key] as TableColumn<unknown>, // it gets this column of a row only
    read: (row) => row[key],
  }));
}

function crossed<Row>(crosses: Readonly<Record<string, Cross<keyof Row>>>): Source<Row>[] {
  return Object.entries(crosses).map(([name, { of, encoder }]) => ({
    name,
    of,
    key: undefined,
    transformer: encoder as TableColumn<unknown>, // it gets combinations only
    read: (row, index) =>
      combine(
        `cross of ${of.map(String).join(', ')}`,
        of.map((key) => row[key] as Category),
        index,
      ), // `combine` checks
  }));
}

/** Adds the name of the column to errors; a plain try, because it runs for each value. */
function within<Row, Result>({ name }: Source<Row>, f: () => Result): Result {
  try {
    return f();
  } catch (error) {
    throw error instanceof NeuriteError ? error.within(`column '${name}'`) : error;
  }
}

/** @throws ArgumentError for another thing than an object, or a value of another kind */
function checkRecord(argument: string, value: unknown, kind: ObjectKind): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const expected = `be an object with ${kind.be} for each name`;
    throw new ArgumentError({ where: NAME, argument, expected, received: describeValue(value) });
  }
  for (const [name, each] of Object.entries(value)) checkKind(NAME, `${argument}.${name}`, each, kind);
}

/** A name that no row has is misspelled: its column would be one of missing values. */
function checkKnown(unknown: ReadonlySet<PropertyKey>): void {
  for (const key of unknown) {
    const expected = `have a column '${String(key)}'`;
    throw new ArgumentError({ where: `${NAME}.fit`, argument: 'rows', expected, received: 'none that has it' });
  }
}

function checkRow(where: string, row: unknown, index: number): void {
  if (typeof row === 'object' && row !== null) return;
  const received = `${describeValue(row)} in row ${index}`;
  throw new ArgumentError({ where, argument: 'rows', expected: 'be objects', received });
}

function fitted<Row>(sources: readonly FittedSource<Row>[]): FittedColumns<Row> {
  const names = sources.flatMap(({ name, fitted: { outputs } }) =>
    outputs.map((output) => (output === '' ? name : `${name}_${output}`)),
  );
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    const problem = `two columns of the result are called '${twice}'`;
    throw new ArgumentError({ where: NAME, problem, advice: 'Rename a column or a category' });
  }
  const width = names.length;
  return {
    name: NAME,
    names,
    transform: (rows) => tableOf(sources, names, rows, (source, values) => source.fitted.transform(values)),
    invert: (table) => invertTable(sources, table, width),
    toJSON: () =>
      saveAs(NAME, { columns: Object.fromEntries(sources.map((source) => [source.name, source.fitted.toJSON()])) }),
  };
}

/** Puts what each column becomes side by side. */
function tableOf<Row>(
  sources: readonly FittedSource<Row>[],
  names: readonly string[],
  rows: ArrayLike<Row>,
  transform: (source: FittedSource<Row>, values: readonly unknown[]) => Float64Array,
): Table {
  checkRows(`${NAME}.transform`, 'rows', rows);
  for (let i = 0; i < rows.length; i++) checkRow(`${NAME}.transform`, rows[i], i);
  const width = names.length;
  const data = new Float64Array(rows.length * width);
  let offset = 0;
  for (const source of sources) {
    const size = source.fitted.outputs.length;
    const part = within(source, () => transform(source, Array.from(rows, source.read)));
    for (let row = 0; row < rows.length; row++) {
      for (let i = 0; i < size; i++) data[row * width + offset + i] = part[row * size + i]!;
    }
    offset += size;
  }
  return { rows: rows.length, columns: width, data, names };
}

function invertTable<Row>(sources: readonly FittedSource<Row>[], table: Table, width: number): Row[] {
  const where = `${NAME}.invert`;
  if (table?.columns !== width) {
    const received = typeof table?.columns === 'number' ? `${table.columns} columns` : describeValue(table);
    throw new ShapeError({ where, argument: 'table', expected: `have ${width} columns`, received });
  }
  if (table.data?.length !== table.rows * width) {
    const expected = `have ${table.rows * width} numbers`;
    throw new ShapeError({ where, argument: 'table.data', expected, received: `${table.data?.length ?? 'none'}` });
  }
  const rows = Array.from({ length: table.rows }, () => ({}) as Row); // filled below
  let offset = 0;
  for (const source of sources) {
    const { name, key, fitted: column } = source;
    const size = column.outputs.length;
    if (key !== undefined) {
      if (column.invert === undefined) {
        const problem = `column '${name}' has no inverse, because ${column.name} has none`;
        throw new ArgumentError({ where, problem });
      }
      const part = new Float64Array(table.rows * size);
      for (let i = 0; i < part.length; i++) part[i] = table.data[Math.floor(i / size) * width + offset + (i % size)]!;
      const values = column.invert(part);
      rows.forEach((row, i) => {
        row[key] = values[i] as Row[keyof Row]; // of this column
      });
    }
    offset += size;
  }
  return rows;
}
