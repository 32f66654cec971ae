import { FormatError } from '@neurite/core';
import type Papa from 'papaparse';
import { pause } from '../breathe.js';

/** Characters that are parsed at once: 64 Ki take about a millisecond. */
const PIECE = 2 ** 16;
/** A row longer than this is no row, but a quote that was opened and not closed. */
const LONGEST_ROW = 2 ** 20;

export type Separation = { readonly separator: string; readonly quote: string };

/**
 * Rows one after another; `first` counts from 1, blank rows too. Lines without a quote stay a text, each ended by `\n`:
 * cells are what stands between separators.
 */
export type RowBatch = { readonly first: number } & (
  | { readonly rows: readonly (readonly string[])[] }
  | { readonly lines: string }
);

/** The rows of a batch, for whoever needs a string for each cell. */
export function rowsOf(batch: RowBatch, separator: string): readonly (readonly string[])[] {
  if ('rows' in batch) return batch.rows;
  return batch.lines
    .slice(0, -1)
    .split('\n')
    .map((line) => line.split(separator));
}

/** The rows of a text whose lines end with `\n`, a piece at a time, with pauses for the event loop. */
export async function* parseRows(
  papa: typeof Papa,
  text: AsyncIterable<string> | Iterable<string>,
  { where, separator, quote }: Separation & { readonly where: string },
): AsyncIterable<RowBatch> {
  const config = { delimiter: separator, newline: '\n', quoteChar: quote } as const;
  let first = 1;
  const parse = (piece: string, isLast: boolean): { readonly batch: RowBatch; readonly used: number } => {
    const { data, errors, meta } = new papa.Parser(config).parse(piece, 0, !isLast) as Papa.ParseResult<string[]>;
    const [error] = errors;
    if (error !== undefined) throw unclosed(where, first + (error.row ?? 0), error.code);
    const batch = { first, rows: data };
    first += data.length;
    return { batch, used: meta.cursor };
  };
  const take = (lines: string): RowBatch => {
    const batch = { first, lines };
    for (let end = lines.indexOf('\n'); end >= 0; end = lines.indexOf('\n', end + 1)) first++;
    return batch;
  };
  let held = '';
  let wanted = PIECE;
  for await (const chunk of text) {
    held += chunk;
    let at = 0;
    while (held.length - at >= wanted) {
      const piece = held.slice(at, at + wanted);
      // A quote in it may go on behind it; the lines before that quote's line do not need the parser either.
      const firstQuote = piece.indexOf(quote);
      const end = (firstQuote < 0 ? piece : piece.slice(0, firstQuote)).lastIndexOf('\n') + 1;
      const { batch, used } = end > 0 ? { batch: take(piece.slice(0, end)), used: end } : parse(piece, false);
      if (used === 0) {
        if (wanted > LONGEST_ROW) throw unclosed(where, first, 'MissingQuotes');
        wanted *= 2; // so that a long row is not parsed over and over
        continue;
      }
      at += used;
      wanted = PIECE;
      yield batch;
      await pause();
    }
    held = held.slice(at);
  }
  if (held.endsWith('\n')) held = held.slice(0, -1);
  else if (held === '') return;
  yield held.includes(quote) ? parse(held, true).batch : take(`${held}\n`);
}

function unclosed(where: string, row: number, code: string): FormatError {
  return new FormatError({
    where,
    problem:
      code === 'MissingQuotes'
        ? `a quote is opened in row ${row} and not closed`
        : `a quoted cell of row ${row} goes on behind its closing quote`,
    advice: 'A quote within a quoted cell is written twice',
  });
}
