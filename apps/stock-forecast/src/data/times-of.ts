import type { Column } from '@neurite/data';

/** `Jan 1 2000`, with or without a comma. */
const MONTH_FIRST = /^[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}$/;

/** @returns milliseconds since 1970 (UTC) of a column of dates, NaN where it is missing; undefined where it has no dates */
export function timesOf(column: Column): Float64Array | undefined {
  if (column.type === 'date') return column.values;
  if (column.type !== 'text' && column.type !== 'category') return undefined;
  const words: readonly (string | null)[] =
    column.type === 'text'
      ? column.values
      : Array.from(column.values, (code) => (Number.isNaN(code) ? null : column.categories![code]!));
  const times = new Float64Array(words.length).fill(Number.NaN);
  for (const [row, word] of words.entries()) {
    if (word === null) continue;
    if (!MONTH_FIRST.test(word)) return undefined;
    times[row] = Date.parse(`${word} UTC`);
    if (Number.isNaN(times[row])) return undefined;
  }
  return times;
}
