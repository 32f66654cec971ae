import { ArgumentError, describeValue } from '@neurite/core';
import type { ColumnTable } from './column-table.js';
import type { CsvOptions, CsvReading } from './csv-options.js';
import { readTable } from './internal/csv/read-table.js';
import { withLineFeeds } from './internal/decode-text.js';

/** A table, and how it was read. */
export type CsvData = { readonly table: ColumnTable; readonly reading: CsvReading };

/** Characters that are handed on at once. */
const PIECE = 2 ** 20;

/**
 * Reads a text of comma- or tab-separated values (RFC 4180) into typed columns. Needs the npm package `papaparse`.
 *
 * The separator, decimal commas, the header, missing values and the types of the columns are recognized, and stated in
 * `reading.notes`; each can be given instead. Nothing is guessed that would lose something: numbers with leading zeros,
 * and integers beyond 2⁵³, stay text. The event loop is let in every 15 ms.
 *
 * @param text the whole text; a byte-order mark is left out
 * @returns the columns, and how the text was read
 * @throws FormatError naming row and column: for a ragged row, an open quote, a cell that is not of the type given, two
 *   columns of one name
 * @throws ArgumentError for a type of a column that is not there, or where all numbers are such as `1,234` between other
 *   separators
 * @example
 * const { table, reading } = await parseCsv('species;mass\nAdelie;3750,5\nGentoo;NA\n');
 * console.log(table.columns['mass']?.values); // 3750.5, NaN
 * console.log(reading.notes.join('\n')); // … decimal commas … `mass` is a number, 1 of 2 is missing (NA)
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export async function parseCsv(text: string, options: CsvOptions = {}): Promise<CsvData> {
  if (typeof text !== 'string') {
    const expected = 'be a string';
    const advice = 'readCsv reads files';
    throw new ArgumentError({ where: 'parseCsv', argument: 'text', expected, received: describeValue(text), advice });
  }
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  return readTable('parseCsv', {
    text: async function* () {
      let held = '';
      for (let at = start; at < text.length; at += PIECE) {
        const piece = held + text.slice(at, at + PIECE);
        held = piece.endsWith('\r') && at + PIECE < text.length ? '\r' : '';
        yield withLineFeeds(held === '' ? piece : piece.slice(0, -1));
      }
    },
    options,
  });
}
