import { type CsvRow, type CsvTable, parseCell, readTable } from '../table/csv-table.js';
import { LARGEST, MOST_POINTS, type Point } from './points.js';

/** The columns of x and y, from 0. */
export type XyColumns = readonly [x: number, y: number];

/** What a text holds: its columns, those that are used, and the points, or in words why there are none. */
export type CsvResult = {
  /** A name for each column. */
  readonly columns: readonly string[];
  readonly used: XyColumns;
  readonly points: readonly Point[];
  /** How the text was read, in a line. */
  readonly note: string;
  /** Empty where there are points. */
  readonly problem: string;
};

/**
 * Reads points from a CSV text, or one pasted from a spreadsheet. A first row without numbers is a heading. Tabs,
 * semicolons, bars, commas or spaces separate; decimal commas are recognized. Nothing is left out or guessed in a cell
 * that is used: a cell that is not a number is refused by its row and column.
 *
 * @param chosen the columns to use. Default: the first two that hold numbers
 */
export function readCsv(text: string, chosen?: XyColumns): CsvResult {
  const table = readTable(text.replace(/^\uFEFF/, ''));
  const { rows, heading } = table;
  const width = Math.max(heading?.length ?? 0, ...rows.map(({ cells }) => cells.length));
  const columns = Array.from({ length: width }, (_, i) => heading?.[i] || `column ${i + 1}`);
  const used = chosen !== undefined && Math.max(...chosen) < width ? chosen : defaultColumns(table, width);
  const result = { columns, used, points: [], note: '' };
  const problem = problemOf(table, { width, used });
  if (problem !== '') return { ...result, problem };
  const value = ({ cells }: CsvRow, column: number): number => parseCell(cells[column]!, table.decimalComma);
  return {
    ...result,
    points: rows.map((row) => ({ x: value(row, used[0]), y: value(row, used[1]) })),
    note: noteOf(table, { columns, used }),
    problem: '',
  };
}

/** The first two columns of which most cells that say something are numbers. */
function defaultColumns({ rows, decimalComma }: CsvTable, width: number): XyColumns {
  const numeric = Array.from({ length: width }, (_, column) => column).filter((column) => {
    const cells = rows.map(({ cells: all }) => all[column] ?? '').filter((cell) => cell !== '');
    return 2 * cells.filter((cell) => !Number.isNaN(parseCell(cell, decimalComma))).length >= cells.length;
  });
  return numeric.length >= 2 ? [numeric[0]!, numeric[1]!] : [0, 1];
}

function problemOf(
  { rows, heading, decimalComma, separator }: CsvTable,
  { width, used }: { readonly width: number; readonly used: XyColumns },
): string {
  if (rows.length === 0) return 'There is no row of numbers. Write one point a line: x, y.';
  if (rows.length > MOST_POINTS) return `These are ${rows.length} rows; at most ${MOST_POINTS} fit.`;
  if (width < 2)
    return `Row ${rows[0]!.row} has one number only: “${rows[0]!.cells[0]}”. Write one point a line: x, y.`;
  const usual = heading?.length ?? rows[0]!.cells.length;
  for (const { row, cells } of rows) {
    if (cells.length > usual) {
      return `Row ${row} has ${cells.length} cells and the first row ${usual}, where ${separator} separate them. With decimal commas, separate the cells by semicolons.`;
    }
    for (const column of used) {
      const cell = cells[column] ?? '';
      if (cell === '') return `Row ${row} has nothing in column ${column + 1}.`;
      const value = parseCell(cell, decimalComma);
      if (Number.isNaN(value)) return `Row ${row}, column ${column + 1} is not a number: “${cell}”.`;
      if (Math.abs(value) > LARGEST) {
        return `Row ${row}, column ${column + 1} is too large to learn from: “${cell}”. At most 10³⁰ can be used.`;
      }
    }
  }
  return '';
}

function noteOf(
  { rows, heading, separator, decimalComma }: CsvTable,
  { columns, used: [x, y] }: { readonly columns: readonly string[]; readonly used: XyColumns },
): string {
  const named = (column: number): string =>
    heading === undefined ? columns[column]! : `column ${column + 1} (${columns[column]})`;
  const count = `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`;
  const others = columns.length > 2 ? ` of ${columns.length}` : '';
  return `Read ${count}: x is ${named(x)}, y is ${named(y)}${others}; separated by ${separator}${decimalComma ? ', with decimal commas' : ''}.`;
}
