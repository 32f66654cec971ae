import { FormatError } from '@neurite/core';
import type { ColumnType } from '../../column-table.js';
import type { CsvOptions, CsvReading } from '../../csv-options.js';
import { breather } from '../breathe.js';
import { type CellRules, ColumnBuilder } from './column-builder.js';
import { isBlank, type Layout } from './layout.js';
import type { RowBatch } from './parse-rows.js';

/** How every cell is read. */
export type Plan = {
  readonly where: string;
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
  const { where, layout, rules, types, given, ragged } = plan;
  const { names } = layout;
  const builders = names.map((name, i) => new ColumnBuilder(name, types[i]!, rules));
  const skipped: { readonly row: number; readonly cells: number }[] = [];
  const pause = breather();
  let skippedRows = 0;
  let blankRows = 0;
  let header = layout.header;
  for await (const { first, rows } of batches) {
    for (let r = 0; r < rows.length; r++) {
      const cells = rows[r]!;
      if (isBlank(cells)) {
        blankRows++;
        continue;
      }
      if (header) {
        header = false;
        continue;
      }
      if (cells.length !== names.length && !(ragged === 'fill' && cells.length < names.length)) {
        if (ragged !== 'skip') throw raggedRow(where, { row: first + r, cells: cells.length, layout });
        if (skippedRows++ < LISTED) skipped.push({ row: first + r, cells: cells.length });
        continue;
      }
      for (let c = 0; c < names.length; c++) {
        if (builders[c]!.add(cells[c] ?? '')) continue;
        if (!Object.hasOwn(given, names[c]!)) return undefined;
        throw new FormatError({
          where,
          argument: names[c]!,
          expected: `be ${WORDS[types[c]!]} in every row`,
          received: `${JSON.stringify(cells[c])} in row ${first + r}`,
          advice: 'If it means that the value is missing, name it in { missing: [ … ] }',
        });
      }
    }
    await pause();
  }
  return { builders, blankRows, skipped, skippedRows };
}

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
