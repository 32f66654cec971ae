import { ArgumentError, checkOptions, FormatError } from '@neurite/core';
import type { Column } from '../column-table.js';
import { finishWithPauses, pause } from './breathe.js';
import { ValueColumn, type ValueColumnOptions } from './value-column.js';

/** Values between two looks at the clock. */
const PIECE = 2 ** 12;

/**
 * The columns to read of those that a file has.
 *
 * @throws ArgumentError for one that it has not
 */
export function chooseColumns(
  where: string,
  names: readonly string[],
  options: { readonly columns?: readonly string[] | undefined; readonly categories?: readonly string[] },
): readonly string[] {
  checkOptions(where, options, ['columns', 'categories']);
  const { columns = names, categories = [] } = options;
  for (const [argument, given] of Object.entries({ columns, categories })) {
    const absent = given.find((name) => !names.includes(name));
    if (absent === undefined) continue;
    throw new ArgumentError({ where, argument, expected: `be of the file: ${names.join(', ')}`, received: absent });
  }
  return columns;
}

/** A column of the values of some chunks, with pauses for the event loop. */
export async function fillColumn(
  options: ValueColumnOptions,
  chunks: Iterable<Iterable<unknown>> | AsyncIterable<Iterable<unknown>>,
): Promise<Column> {
  const column = new ValueColumn(options);
  let count = 0;
  for await (const chunk of chunks) {
    for (const value of chunk) {
      if (count++ % PIECE === 0) await pause();
      column.add(value);
    }
  }
  return finishWithPauses(column.finish());
}

export function unreadable(
  where: string,
  source: string,
  { format, cause }: { readonly format: string; readonly cause: unknown },
): FormatError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new FormatError({ where, problem: `${source} is not a readable ${format} file: ${why}`, cause });
}
