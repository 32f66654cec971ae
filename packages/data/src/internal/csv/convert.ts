import { FormatError } from '@neurite/core';
import type { ColumnType } from '../../column-table.js';
import type { CsvOptions, CsvReading } from '../../csv-options.js';
import { pause } from '../breathe.js';
import { type CellRules, ColumnBuilder } from './column-builder.js';
import type { Layout } from './layout.js';
import type { RowBatch } from './parse-rows.js';

/** How every cell is read. */
export type Plan = {
  readonly where: string;
  readonly separator: string;
  readonly layout: Layout;
  readonly rules: CellRules;
  /** Of each column. */
  readonly types: readonly ColumnType[];
  /** The types that the caller gave. */
  readonly given: NonNullable<CsvOptions['types']>;
  readonly ragged: NonNullable<CsvOptions['ragged']>;
};

export type Converted = Pick<CsvReading, 'blankRows' | 'skipped' | 'skippedRows'> & {
  readonly builders: readonly ColumnBuilder[];
};

const LISTED = 1000;

/** @returns the columns, or undefined where a cell contradicts a type that was inferred */
export async function convert(batches: AsyncIterable<RowBatch>, plan: Plan): Promise<Converted | undefined> {
  const { layout, rules, types, separator } = plan;
  const table = new TableBuilder(
    plan,
    layout.names.map((name, i) => new ColumnBuilder(name, types[i]!, rules)),
  );
  for await (const batch of batches) {
    const fits = 'rows' in batch ? table.addRows(batch.rows) : table.addLines(batch.lines, separator.charCodeAt(0));
    if (!fits) return undefined;
    await pause();
  }
  const { builders, blankRows, skipped, skippedRows } = table;
  return { builders, blankRows, skipped, skippedRows };
}

/** Adds rows to columns, and counts those that are not added. */
class TableBuilder {
  readonly builders: readonly ColumnBuilder[];
  readonly skipped: { readonly row: number; readonly cells: number }[] = [];
  skippedRows = 0;
  blankRows = 0;
  readonly #plan: Plan;
  /** Of the row that is looked at, from 1. */
  #row = 0;
  #header: boolean;

  constructor(plan: Plan, builders: readonly ColumnBuilder[]) {
    this.#plan = plan;
    this.builders = builders;
    this.#header = plan.layout.header;
  }

  /** @returns whether all cells fit the types that were inferred */
  addRows(rows: readonly (readonly string[])[]): boolean {
    const { builders } = this;
    for (const cells of rows) {
      if (!this.#admits(cells.length, cells[0] === '')) continue;
      for (let c = 0; c < builders.length; c++) {
        const cell = cells[c] ?? '';
        if (builders[c]!.add(cell, 0, cell.length)) continue;
        this.#refuse(c, cell);
        return false;
      }
    }
    return true;
  }

  /** The same of lines whose cells are what stands between separators: no row or cell becomes an object. */
  addLines(lines: string, separator: number): boolean {
    const { builders } = this;
    const width = builders.length;
    // Where the cells begin that have a column, and where the next one would.
    const starts = new Int32Array(width + 1);
    for (let start = 0; start < lines.length; ) {
      let cells = 1;
      let end = start;
      starts[0] = start;
      for (let code = lines.charCodeAt(end); code !== LINE_FEED; code = lines.charCodeAt(++end)) {
        if (code !== separator) continue;
        if (cells <= width) starts[cells] = end + 1;
        cells++;
      }
      if (cells <= width) starts.fill(end + 1, cells);
      if (this.#admits(cells, end === start)) {
        for (let c = 0; c < width; c++) {
          // An absent cell is empty.
          const [from, to] = c < cells ? [starts[c]!, starts[c + 1]! - 1] : [end, end];
          if (builders[c]!.add(lines, from, to)) continue;
          this.#refuse(c, lines.slice(from, to));
          return false;
        }
      }
      start = end + 1;
    }
    return true;
  }

  /** Counts a row. @returns whether its cells are added */
  #admits(cells: number, isFirstEmpty: boolean): boolean {
    const { where, layout, ragged } = this.#plan;
    const width = this.builders.length;
    this.#row++;
    if (cells === 1 && isFirstEmpty) {
      this.blankRows++;
      return false;
    }
    if (this.#header) {
      this.#header = false;
      return false;
    }
    if (cells === width || (ragged === 'fill' && cells < width)) return true;
    if (ragged !== 'skip') throw raggedRow(where, { row: this.#row, cells, layout });
    if (this.skippedRows++ < LISTED) this.skipped.push({ row: this.#row, cells });
    return false;
  }

  /** @throws FormatError for a cell that is not of the type given; one that was inferred has to be found again */
  #refuse(c: number, cell: string): void {
    const { where, layout, types, given } = this.#plan;
    const name = layout.names[c]!;
    if (!Object.hasOwn(given, name)) return;
    throw new FormatError({
      where,
      argument: name,
      expected: `be ${WORDS[types[c]!]} in every row`,
      received: `${JSON.stringify(cell)} in row ${this.#row}`,
      advice: 'If it means that the value is missing, name it in { missing: [ … ] }',
    });
  }
}

const LINE_FEED = 10;

/** A type in a sentence. */
export const WORDS: Readonly<Record<ColumnType, string>> = {
  number: 'a number',
  integer: 'an integer',
  boolean: 'a boolean',
  date: 'a date',
  category: 'a category',
  text: 'text',
};

function raggedRow(
  where: string,
  { row, cells, layout }: { readonly row: number; readonly cells: number; readonly layout: Layout },
): FormatError {
  const { names, header } = layout;
  const received =
    cells < names.length ? `${cells}, without \`${names[cells]}\`,` : `${cells}, more than \`${names.at(-1)}\`,`;
  return new FormatError({
    where,
    argument: 'text',
    expected: `have ${names.length} cells in each row, as the ${header ? 'header' : 'first row'} has`,
    received: `${received} in row ${row}`,
    advice: cells < names.length ? RAGGED_FILL : RAGGED_SKIP,
  });
}

const RAGGED_SKIP = "Mend it, or leave such rows out by { ragged: 'skip' }";
const RAGGED_FILL = `${RAGGED_SKIP}, or take what is absent as missing by { ragged: 'fill' }`;
