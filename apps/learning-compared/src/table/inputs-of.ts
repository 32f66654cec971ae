import { count } from '@neurite/command-kit/words';
import type { Column } from '@neurite/data';
import { type Input, LEAST_ROWS, OTHERS } from './question.js';
import { DATE_PARTS } from './read-rows.js';
import { wordsOf } from './words-of.js';

/** A category with more different words than this keeps its most frequent ones. */
const MOST_CATEGORIES = 100;

/** What a model gets of a column: nothing, the column, or the parts of a date. */
export function inputsOf(
  name: string,
  column: Column,
  { rows, notes }: { readonly rows: Uint32Array; readonly notes: string[] },
): Input[] {
  const words = wordsOf(column);
  const own = Array.from(rows, (row) => words[row]!);
  const known = own.filter((word) => word !== null);
  const different = new Set(known).size;
  const leftOut = (why: string): Input[] => {
    notes.push(`${name} was left out: ${why}.`);
    return [];
  };
  if (different < 2) return leftOut(known.length === 0 ? 'it is empty' : 'it has one value');
  if (known.length < LEAST_ROWS / 3) return leftOut(`it is known in ${known.length} rows`);
  const missing = known.length < own.length;
  const plain = { name, column: name, type: column.type, part: undefined, missing, categories: [] };
  if (column.type === 'integer' && different === known.length && isCounted(column.values, rows)) {
    return leftOut('it numbers the rows');
  }
  if (column.type === 'date') {
    const hasHours = column.values.some((value) => value % 86_400_000 !== 0 && !Number.isNaN(value));
    const parts = DATE_PARTS.filter((part) => part !== 'hour' || hasHours);
    return parts.map((part) => ({ ...plain, name: `${name}, ${part}`, kind: 'number', part }));
  }
  if (column.type !== 'text' && column.type !== 'category') return [{ ...plain, kind: 'number' }];
  if (different > known.length / 2) {
    return leftOut(`${count(different)} different texts in ${count(known.length)} rows are no categories`);
  }
  const counts = new Map<string, number>();
  for (const word of known) counts.set(word, (counts.get(word) ?? 0) + 1);
  const frequent = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, MOST_CATEGORIES);
  const categories = frequent.map(([word]) => word).sort();
  if (counts.size > categories.length) {
    categories.push(OTHERS);
    notes.push(
      `${name} has ${count(counts.size)} categories: all but the ${MOST_CATEGORIES} most frequent count as one.`,
    );
  }
  return [{ ...plain, kind: 'category', categories }];
}

/** Whether the numbers go up, or down, by one from row to row. */
function isCounted(values: Float64Array, rows: Uint32Array): boolean {
  const step = values[rows[1]!]! - values[rows[0]!]!;
  return (
    Math.abs(step) === 1 &&
    rows.every((row, i) => i === 0 || row !== rows[i - 1]! + 1 || values[row]! - values[row - 1]! === step)
  );
}
