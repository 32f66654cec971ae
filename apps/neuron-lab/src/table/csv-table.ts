import Papa from 'papaparse';
import { parseNumber } from '../url/fields.js';

/** A text as a table: each row with its number in the text, each cell trimmed. */
export type CsvTable = {
  readonly rows: readonly CsvRow[];
  /** The names of the columns, where the first row has no number. */
  readonly heading: readonly string[] | undefined;
  /** What stands between two cells, in words. */
  readonly separator: string;
  readonly decimalComma: boolean;
};

/** `row` counts from 1, headings and empty rows too. */
export type CsvRow = { readonly row: number; readonly cells: readonly string[] };

const SEPARATORS = [
  { name: 'tabs', mark: '\t' },
  { name: 'semicolons', mark: ';' },
  { name: 'bars', mark: '|' },
] as const;

/** Two numbers with decimal commas and only spaces between them: the commas separate nothing. */
const COMMAS_AND_SPACES = /^ *[-−+]?\d*,\d+ +[-−+]?\d*,?\d+/m;

/** Recognizes what separates the cells of a text, and whether its numbers have decimal commas. */
export function readTable(text: string): CsvTable {
  const { name, cellsOf } = separatorOf(text);
  const all = cellsOf(text).map((cells, i) => ({
    row: i + 1,
    cells: withoutTrailing(cells.map((cell) => cell.trim())),
  }));
  const rows = all.filter(({ cells }) => cells.length > 0);
  // Where commas separate cells, none of them is left in a cell.
  const cells = rows.flatMap((one) => one.cells);
  const decimalComma = cells.some(hasDecimalComma) && !cells.some((cell) => /^[-−+]?\d+\.\d/.test(cell));
  const first = rows[0]?.cells ?? [];
  const isHeading = rows.length > 0 && first.every((cell) => Number.isNaN(parseCell(cell, decimalComma)));
  return {
    rows: isHeading ? rows.slice(1) : rows,
    heading: isHeading ? first : undefined,
    separator: name,
    decimalComma,
  };
}

/** The number of a cell; NaN where it is none. */
export function parseCell(cell: string, decimalComma: boolean): number {
  const text = cell.replace(/^−/, '-');
  return parseNumber(decimalComma ? text.replace(',', '.') : text);
}

function separatorOf(text: string): { readonly name: string; readonly cellsOf: (text: string) => string[][] } {
  const found = SEPARATORS.find(({ mark }) => text.includes(mark));
  if (found !== undefined) return { name: found.name, cellsOf: (all) => parsed(all, found.mark) };
  if (text.includes(',') && !COMMAS_AND_SPACES.test(text)) {
    return { name: 'commas', cellsOf: (all) => parsed(all, ',') };
  }
  return { name: 'spaces', cellsOf: (all) => all.split(/\r?\n/).map((line) => line.trim().split(/\s+/)) };
}

function parsed(text: string, delimiter: string): string[][] {
  return Papa.parse<string[]>(text, { delimiter }).data;
}

function withoutTrailing(cells: readonly string[]): readonly string[] {
  const last = cells.findLastIndex((cell) => cell !== '');
  return cells.slice(0, last + 1);
}

function hasDecimalComma(cell: string): boolean {
  return /^[-−+]?\d*,\d+(e[-+]?\d+)?$/i.test(cell);
}
