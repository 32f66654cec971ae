import { type Column, ColumnTable } from './column-table.js';
import type { FileSource } from './internal/byte-source.js';
import { chooseColumns, fillColumn, unreadable } from './internal/column-files.js';
import { loadPeer } from './internal/load-peer.js';
import { readBytes } from './internal/read-bytes.js';

export type ReadArrowOptions = {
  /** Columns that are read, in their order. Default: all. */
  readonly columns?: readonly string[] | undefined;
};

/**
 * Reads a table of Apache Arrow, a file or a stream of its format. Needs the npm package `@uwdata/flechette`.
 *
 * Numbers, booleans, dates and timestamps become columns of numbers (milliseconds since 1970 for times), integers of 64 bits
 * too where float64 holds them all, else text. Dictionaries of strings become a `category`. A null is a missing value.
 * The event loop is let in every 15 ms.
 *
 * @param file a path or `file:` URL (Node), a Blob, or the bytes
 * @returns copies, in float64
 * @throws FormatError when the file is no Arrow, or the package is not installed
 * @throws ArgumentError naming a column of lists, structures or bytes, and for a name that is no column
 * @example
 * const readPenguins = () => readArrow('penguins.arrow', { columns: ['species', 'mass'] });
 * @see https://arrow.apache.org/docs/format/Columnar.html
 */
export async function readArrow(file: FileSource | Uint8Array, options: ReadArrowOptions = {}): Promise<ColumnTable> {
  const where = 'readArrow';
  const { tableFromIPC, Type } = await loadPeer(where, '@uwdata/flechette@2.3.0', () => import('@uwdata/flechette'));
  const { bytes, name: source } = await readBytes(where, file);
  let table: ReturnType<typeof tableFromIPC>;
  try {
    table = tableFromIPC(bytes, { useDate: true, useBigInt: true });
  } catch (cause) {
    throw unreadable(where, source, { format: 'Arrow', cause });
  }
  const names = chooseColumns(where, table.names, options);
  const columns: [string, Column][] = [];
  for (const name of names) {
    const column = table.getChild(name)!; // one of the names
    const isCategory = column.type.typeId === Type.Dictionary;
    columns.push([name, await fillColumn({ where, name, unit: 'row', isCategory }, [column])]);
  }
  return new ColumnTable(Object.fromEntries(columns));
}
