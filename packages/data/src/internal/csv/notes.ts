import type { Column } from '../../column-table.js';
import type { CsvReading } from '../../csv-options.js';
import type { ColumnBuilder } from './column-builder.js';
import { WORDS } from './convert.js';
import type { Layout } from './layout.js';
import { nameOfSeparator } from './separation.js';

/** What was recognized, in sentences. */
export function notesOf(
  { separator, decimal, blankRows, skippedRows }: Omit<CsvReading, 'notes' | 'header' | 'skipped'>,
  layout: Layout,
  rows: number,
): string[] {
  const commas = decimal === ',' ? ', with decimal commas' : '';
  const notes = [
    `${count(rows, 'row')} of ${count(layout.names.length, 'column')}, separated by ${nameOfSeparator(separator)}${commas}.`,
  ];
  if (layout.recognized) {
    notes.push(
      layout.header
        ? 'The first row has the names of the columns.'
        : 'The first row is data: the columns have no names.',
    );
  }
  if (blankRows > 0) notes.push(`${count(blankRows, 'blank row')} left out.`);
  if (skippedRows > 0) notes.push(`${count(skippedRows, 'ragged row')} left out.`);
  return notes;
}

/** One column: its type, and what is missing by which word. */
export function noteOfColumn(builder: ColumnBuilder, column: Column, obstacle: string | undefined): string {
  const rows = column.values.length;
  const words = [...builder.missing].map(([word, times]) => `${word === '' ? 'empty' : word}: ${times}`);
  const missing = column.missing === 0 ? '' : `, ${column.missing} of ${rows} missing (${words.join(', ')})`;
  const categories =
    column.type === 'category' ? ` of ${column.categories!.length}: ${listed(column.categories!)}` : '';
  const why = obstacle === undefined ? '' : `, because of ${JSON.stringify(obstacle)} among its numbers`;
  return `\`${builder.name}\` is ${WORDS[column.type]}${categories}${missing}${why}.`;
}

function listed(words: readonly string[]): string {
  return words.length <= 5 ? words.join(', ') : `${words.slice(0, 5).join(', ')}, …`;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
