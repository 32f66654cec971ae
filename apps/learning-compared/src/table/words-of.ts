import type { Column } from '@neurite/data';

/** A column as words, null where it is missing. */
export function wordsOf(column: Column): (string | null)[] {
  if (column.type === 'text') return [...column.values];
  const word = (value: number): string => {
    if (column.type === 'boolean') return value === 1 ? 'true' : 'false';
    return column.type === 'category' ? column.categories![value]! : String(value);
  };
  return Array.from(column.values, (value) => (Number.isNaN(value) ? null : word(value)));
}
