import { ArgumentError, checkChoice, describeValue, FormatError, resolveOptions } from '@neurite/core';
import { type Column, ColumnTable, type ColumnType } from '../../column-table.js';
import type { ColumnTypes, CsvOptions, CsvReading } from '../../csv-options.js';
import { finishWithPauses, pause } from '../breathe.js';
import { loadPeer } from '../load-peer.js';
import type { CellRules } from './column-builder.js';
import { convert, type Plan, WORDS } from './convert.js';
import { TypeInference } from './infer-types.js';
import { isBlank, layoutOf } from './layout.js';
import { noteOfColumn, notesOf } from './notes.js';
import { parseRows, rowsOf } from './parse-rows.js';
import { DecimalEvidence, findSeparator } from './separation.js';

/** Characters that are enough to recognize the separator. */
const SAMPLE = 2 ** 16;
/** Rows between two looks at the clock. */
const LOOK = 64;
/** Rows that types are inferred from first; few files contradict them later. */
const SAMPLED_ROWS = 1000;

type TextSource = () => AsyncIterable<string>;
type Rows = AsyncIterable<readonly string[]>;

/** Reads what a text holds, a first time in part, to recognize its form, and then as a whole. */
export async function readTable(
  where: string,
  { text, options }: { readonly text: TextSource; readonly options: CsvOptions },
): Promise<{ readonly table: ColumnTable; readonly reading: CsvReading }> {
  const given = checkedOptions(where, options);
  const { default: papa } = await loadPeer(where, 'papaparse', () => import('papaparse'));
  const separator =
    given.separator ?? (await finishWithPauses(findSeparator(papa, await firstLines(text), given.quote)));
  const batches = (part: AsyncIterable<string>) => parseRows(papa, part, { where, separator, quote: given.quote });
  const firstRows = async function* (most: number): Rows {
    for await (const batch of batches(text())) {
      const rows = rowsOf(batch, separator);
      for (const [i, row] of rows.entries()) {
        if (i % LOOK === 0) await pause();
        if (!isBlank(row)) yield row;
      }
      if (batch.first + rows.length > most) return;
    }
  };

  const recognize = async (rows: () => Rows): Promise<{ plan: Plan; inference: readonly TypeInference[] }> => {
    const evidence = new DecimalEvidence();
    let first: readonly string[] | undefined;
    for await (const row of rows()) {
      first ??= row;
      if (given.decimal === undefined) for (const cell of row) evidence.add(cell);
    }
    if (first === undefined) throw new FormatError({ where, problem: 'there is no row in the text' });
    const decimal = given.decimal ?? evidence.decide(where, separator);
    const rules: CellRules = { decimal, thousands: given.thousands, missing: given.missing && new Set(given.missing) };
    const layout = layoutOf(where, first, { header: given.header, types: given.types, rules });
    const inference = layout.names.map(() => new TypeInference(rules));
    let body = !layout.header;
    for await (const row of rows()) {
      if (body) for (const [i, column] of inference.entries()) column.add(row[i] ?? '');
      body = true;
    }
    const types = layout.names.map((name, i): ColumnType => given.types[name] ?? inference[i]!.type);
    return { plan: { where, separator, layout, rules, types, given: given.types, ragged: given.ragged }, inference };
  };

  let { plan, inference } = await recognize(() => firstRows(SAMPLED_ROWS));
  let converted = await convert(batches(text()), plan);
  if (converted === undefined) {
    // A cell further on contradicts what the first ones say: all are asked.
    ({ plan, inference } = await recognize(() => firstRows(Number.POSITIVE_INFINITY)));
    converted = (await convert(batches(text()), plan))!; // nothing contradicts what all say
  }
  const { builders, blankRows, skipped, skippedRows } = converted;
  const columns: Column[] = [];
  for (const builder of builders) columns.push(await finishWithPauses(builder.finish()));
  const { layout, rules } = plan;
  const reading = { separator, decimal: rules.decimal, header: layout.header, blankRows, skipped, skippedRows };
  const notes = notesOf(reading, layout, columns[0]!.values.length);
  for (const [i, builder] of builders.entries()) {
    const obstacle = Object.hasOwn(given.types, builder.name) ? undefined : inference[i]!.obstacle;
    notes.push(noteOfColumn(builder, columns[i]!, obstacle));
  }
  const table = new ColumnTable(Object.fromEntries(layout.names.map((name, i) => [name, columns[i]!])));
  return { table, reading: { ...reading, notes } };
}

/** Names of the options of a text. */
export const CSV_OPTIONS: readonly (keyof CsvOptions)[] = [
  ...(['separator', 'quote', 'header', 'decimal', 'thousands', 'types', 'missing', 'ragged'] as const),
];

function checkedOptions(where: string, options: CsvOptions) {
  const given = resolveOptions(where, options, {
    separator: undefined,
    quote: '"',
    header: undefined,
    decimal: undefined,
    thousands: undefined,
    types: {} as ColumnTypes,
    missing: undefined,
    ragged: 'error',
  });
  for (const name of ['separator', 'quote', 'thousands'] as const) {
    const value = given[name];
    if (value === undefined || (typeof value === 'string' && value.length === 1 && value !== '\n' && value !== '\r'))
      continue;
    const received = JSON.stringify(value);
    throw new ArgumentError({ where, argument: name, expected: 'be one character, no line break', received });
  }
  const { header, missing, types } = given;
  if (typeof header !== 'boolean' && header !== undefined) checkStrings(where, 'header', header);
  if (missing !== undefined) checkStrings(where, 'missing', missing);
  checkChoice(where, 'ragged', given.ragged, ['error', 'skip', 'fill']);
  if (given.decimal !== undefined) checkChoice(where, 'decimal', given.decimal, ['.', ',']);
  if (typeof types !== 'object' || types === null || Array.isArray(types)) {
    const expected = "be an object, such as { price: 'number' }";
    throw new ArgumentError({ where, argument: 'types', expected, received: describeValue(types) });
  }
  for (const [name, type] of Object.entries(types)) {
    checkChoice(where, `types.${name}`, type, Object.keys(WORDS) as ColumnType[]); // one for each
  }
  return given;
}

/** @throws ArgumentError for one string, whose characters would be taken for several */
function checkStrings(where: string, argument: string, value: unknown): void {
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return;
  throw new ArgumentError({ where, argument, expected: 'be a list of strings', received: describeValue(value) });
}

/** The lines at the beginning of a text. */
async function firstLines(text: TextSource): Promise<string> {
  let sample = '';
  for await (const piece of text()) {
    sample += piece;
    const end = sample.length <= SAMPLE ? -1 : sample.lastIndexOf('\n', SAMPLE);
    if (end >= 0) return sample.slice(0, end + 1);
  }
  return sample;
}
