import { ArgumentError, describeValue, type HostArray, ShapeError, type Table } from '@neurite/core';
import type {
  ExaminedArrays,
  ExaminedColumn,
  ExaminedColumns,
  ExaminedData,
  ExaminedSamples,
} from '../examined-data.js';
import type { Images } from './part.js';

/** Data as it was given, in one form: columns of numbers or words, and images. */
export type RawTable = {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, RawColumn>;
  readonly images?: Images;
};

export type RawColumn = {
  readonly type: ExaminedColumn['type'];
  /** Numbers, or codes of `words`; NaN where a value is missing. */
  readonly values: Float64Array;
  readonly words?: readonly string[];
};

/** The name that targets of arrays and samples have as a column. */
export const TARGET = 'y';

const WHERE = 'examine';

/** @throws ArgumentError or ShapeError when it is no data, or its parts do not fit together */
export async function readRaw(argument: string, data: ExaminedData): Promise<RawTable> {
  if (typeof data === 'object' && data !== null) {
    if (Symbol.asyncIterator in data) return await readSamples(argument, data);
    if ('x' in data) return readArrays(argument, data);
    if ('columns' in data && typeof data.columns === 'object' && data.columns !== null) {
      return readColumns(argument, data);
    }
  }
  throw new ArgumentError({
    where: WHERE,
    argument,
    expected: 'be a table of columns, `{ x, y }`, or a dataset of samples',
    received: describeValue(data),
  });
}

function readColumns(argument: string, { columns }: ExaminedColumns): RawTable {
  const entries = Object.entries(columns);
  for (const [name, column] of entries) checkColumn(`${argument}.columns.${name}`, column);
  const rows = entries[0]?.[1].values.length ?? 0;
  checkRows(argument, rows);
  const raw = entries.map(([name, column]): readonly [string, RawColumn] => {
    if (column.values.length !== rows) {
      const expected = `have ${rows} values, as \`${entries[0]![0]}\` has`;
      throw new ShapeError({
        where: WHERE,
        argument: `${argument}.${name}`,
        expected,
        received: `${column.values.length}`,
      });
    }
    const { type } = column;
    if (type === 'text') return [name, { type, ...codesOf(column.values) }];
    const words = type === 'boolean' ? ['false', 'true'] : column.categories;
    return [name, { type, values: column.values, ...(words !== undefined && { words }) }];
  });
  return { rows, columns: new Map(raw) };
}

const NUMBERS = ['number', 'integer', 'boolean', 'date', 'category'] as const;

/** @throws ArgumentError for what is no column, or a category without a word */
function checkColumn(argument: string, column: ExaminedColumn): void {
  const { type, values } = column ?? {};
  const isText = type === 'text' && Array.isArray(values) && values.every(isWord);
  if (!isText && !(NUMBERS.some((one) => one === type) && values instanceof Float64Array)) {
    const expected =
      "be { type, values }: a Float64Array for 'number', 'integer', 'boolean', 'date' and 'category', strings or null for 'text'";
    const received =
      type === undefined ? describeValue(column) : `${describeValue(type)} with ${describeValue(values)}`;
    const advice = 'fromRecords and readCsv of @neurite/data make such columns';
    throw new ArgumentError({ where: WHERE, argument, expected, received, advice });
  }
  if (column.type !== 'category' || column.categories === undefined) return;
  const { categories } = column;
  const row = column.values.findIndex((code) => !Number.isNaN(code) && categories[code] === undefined);
  if (row < 0) return;
  const expected = `have codes from 0 to ${categories.length - 1}, the words of \`categories\`, or NaN`;
  throw new ArgumentError({ where: WHERE, argument, expected, received: `${column.values[row]} in row ${row}` });
}

function isWord(value: unknown): boolean {
  return typeof value === 'string' || value === null;
}

/** Words by their first occurrence. */
function codesOf(texts: readonly (string | null)[]): {
  readonly values: Float64Array;
  readonly words: readonly string[];
} {
  const codes = new Map<string, number>();
  const values = new Float64Array(texts.length);
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row]!;
    let code = text === null ? Number.NaN : codes.get(text);
    if (code === undefined) {
      code = codes.size;
      codes.set(text!, code);
    }
    values[row] = code;
  }
  return { values, words: [...codes.keys()] };
}

function readArrays(argument: string, { x, y }: ExaminedArrays): RawTable {
  const columns = new Map<string, RawColumn>();
  checkArrays(argument, x, y);
  const target = y === undefined ? undefined : targetColumn(y);
  let rows: number;
  let images: Images | undefined;
  if ('rows' in x) {
    rows = x.rows;
    checkSize(argument, rows * x.columns, x.data.length);
    for (const [name, column] of tableColumns(x)) columns.set(name, column);
  } else {
    const [size = 0, ...shape] = x.shape;
    rows = size;
    const step = shape.reduce((product, axis) => product * axis, 1);
    checkSize(argument, rows * step, x.data.length);
    if (isImage(shape)) images = imagesOf(rows, (i) => ({ data: x.data.subarray(i * step, (i + 1) * step), shape }));
    else for (const [name, column] of tableColumns({ rows, columns: step, data: x.data })) columns.set(name, column);
  }
  checkRows(argument, rows);
  if (target !== undefined) {
    if (target.values.length !== rows) {
      const expected = `have ${rows} targets, one for each row`;
      throw new ShapeError({ where: WHERE, argument: `${argument}.y`, expected, received: `${target.values.length}` });
    }
    columns.set(TARGET, target);
  }
  return { rows, columns, ...(images !== undefined && { images }) };
}

function checkArrays(argument: string, x: unknown, y: unknown): void {
  if (!isHostArray(x) && !(typeof x === 'object' && x !== null && 'rows' in x && 'data' in x)) {
    const expected = 'be a host array or a table of numbers';
    const advice = 'Make one with hostArray(data, shape) of @neurite/core';
    throw new ArgumentError({
      where: WHERE,
      argument: `${argument}.x`,
      expected,
      received: describeValue(x),
      advice,
    });
  }
  if (y === undefined || isHostArray(y) || ArrayBuffer.isView(y)) return;
  // A list does not say whether its integers are classes.
  const expected = 'be a host array or a typed array: Int32Array or Uint8Array for classes, floats for numbers';
  throw new ArgumentError({ where: WHERE, argument: `${argument}.y`, expected, received: describeValue(y) });
}

function isHostArray(value: unknown): value is HostArray {
  const { data, shape } = (value ?? {}) as Partial<HostArray>;
  return ArrayBuffer.isView(data) && Array.isArray(shape);
}

async function readSamples(argument: string, samples: ExaminedSamples): Promise<RawTable> {
  const xs: HostArray[] = [];
  const ys: number[] = [];
  let integers = true;
  for await (const sample of samples) {
    const { x, y } = sample ?? {};
    if (!isHostArray(x) || !(y === undefined || typeof y === 'number' || isHostArray(y))) {
      const expected = 'have samples { x, y }, x a host array and y a number or a host array of one';
      const received = `${describeValue(sample)} as sample ${xs.length}`;
      throw new ArgumentError({ where: WHERE, argument, expected, received });
    }
    xs.push(x);
    if (y === undefined) continue;
    if (typeof y !== 'number') integers &&= y.dtype !== 'float32';
    const value = typeof y === 'number' ? y : y.data[0];
    if (value === undefined || (typeof y !== 'number' && y.data.length !== 1)) {
      const received = typeof y === 'number' ? 'none' : `${y.data.length} in sample ${xs.length - 1}`;
      throw new ShapeError({
        where: WHERE,
        argument: `${argument}.y`,
        expected: 'be one number for each sample',
        received,
      });
    }
    ys.push(value);
  }
  const rows = xs.length;
  checkRows(argument, rows);
  const columns = new Map<string, RawColumn>();
  let images: Images | undefined;
  if (isImage(xs[0]!.shape)) {
    images = imagesOf(rows, (i) => xs[i]!);
  } else {
    const size = xs[0]!.data.length;
    const data = new Float64Array(rows * size);
    for (const [row, { data: own }] of xs.entries()) {
      if (own.length !== size) {
        const expected = `have ${size} elements in each sample, as in the first`;
        throw new ShapeError({
          where: WHERE,
          argument: `${argument}.x`,
          expected,
          received: `${own.length} in sample ${row}`,
        });
      }
      data.set(own, row * size);
    }
    for (const [name, column] of tableColumns({ rows, columns: size, data })) columns.set(name, column);
  }
  if (ys.length > 0) {
    if (ys.length !== rows) {
      throw new ShapeError({
        where: WHERE,
        argument: `${argument}.y`,
        expected: `be in all ${rows} samples`,
        received: `in ${ys.length}`,
      });
    }
    columns.set(TARGET, {
      type: integers && ys.every(Number.isInteger) ? 'category' : 'number',
      values: Float64Array.from(ys),
    });
  }
  return { rows, columns, ...(images !== undefined && { images }) };
}

function* tableColumns({
  rows,
  columns,
  data,
  names,
}: Pick<Table, 'rows' | 'columns' | 'names'> & { readonly data: ArrayLike<number> }): Generator<
  readonly [string, RawColumn]
> {
  for (let column = 0; column < columns; column++) {
    const values = new Float64Array(rows);
    for (let row = 0; row < rows; row++) values[row] = data[row * columns + column]!;
    yield [names?.[column] ?? String(column), { type: 'number', values }];
  }
}

function targetColumn(y: NonNullable<ExaminedArrays['y']>): RawColumn {
  const data = 'dtype' in y ? y.data : y;
  const type = data instanceof Int32Array || data instanceof Uint8Array ? 'category' : 'number';
  const values = new Float64Array(data.length);
  values.set(data);
  return { type, values };
}

function isImage(shape: readonly number[]): boolean {
  return shape.length === 3 && [1, 3, 4].includes(shape[2]!) && shape[0]! > 1 && shape[1]! > 1;
}

/** White is 255 in bytes, and in floats where any value is above 1. */
function imagesOf(count: number, at: Images['at']): Images {
  const { data } = at(0);
  let white = data instanceof Float32Array ? 1 : 255;
  for (let i = 0; i < count && white === 1; i++) if (at(i).data.some((value) => value > 1)) white = 255;
  return { count, white, at };
}

function checkRows(argument: string, rows: number): void {
  if (rows > 0) return;
  throw new ArgumentError({ where: WHERE, argument, expected: 'have at least one row', received: 'none' });
}

function checkSize(argument: string, expected: number, received: number): void {
  if (expected === received) return;
  throw new ShapeError({
    where: WHERE,
    argument: `${argument}.x`,
    expected: `have ${expected} values`,
    received: `${received}`,
  });
}
