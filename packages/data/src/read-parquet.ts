import { ArgumentError, type FormatError } from '@neurite/core';
import type { FileMetaData } from 'hyparquet';
import { type Column, ColumnTable } from './column-table.js';
import type { FileSource } from './internal/byte-source.js';
import { chooseColumns, fillColumn, unreadable } from './internal/column-files.js';
import { loadPeer } from './internal/load-peer.js';
import { columnValues } from './internal/parquet/column-values.js';
import { loadReader } from './internal/parquet/load-reader.js';
import { readBytes } from './internal/read-bytes.js';

export type ReadParquetOptions = {
  /** Columns that are read, in their order. Default: all. */
  readonly columns?: readonly string[] | undefined;
  /** Columns of strings that become a `category`. Default: none. */
  readonly categories?: readonly string[];
};

/**
 * Reads a Parquet file into typed columns. Needs the npm package `hyparquet`, and for compressions other than Snappy
 * (gzip, brotli, zstd, lz4) `hyparquet-compressors`.
 *
 * Numbers, booleans, dates and timestamps become columns of numbers (milliseconds since 1970 for times), integers of 64 bits
 * too where float64 holds them all, else text. A null is a missing value.
 *
 * The event loop is let in before each page of the file and every 15 ms; the reader decompresses a page at once, and
 * decodes it at once where it is neither plain nor by a dictionary.
 *
 * @param given a path or `file:` URL (Node), a Blob, or the bytes
 * @returns copies, in float64
 * @throws FormatError when the file is no Parquet or damaged, or a package is not installed
 * @throws ArgumentError naming a column of lists, structures or bytes, and for a name that is no column
 * @example
 * const readFlights = () => readParquet('flights.parquet', { columns: ['delay', 'carrier'], categories: ['carrier'] });
 * @see https://parquet.apache.org/docs/file-format/
 */
export async function readParquet(
  given: FileSource | Uint8Array,
  options: ReadParquetOptions = {},
): Promise<ColumnTable> {
  const where = 'readParquet';
  const reader = await loadPeer(where, 'hyparquet', loadReader);
  const { bytes, name: source } = await readBytes(where, given);
  const isWhole = bytes.length === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer;
  const buffer = isWhole ? (bytes.buffer as ArrayBuffer) : new Uint8Array(bytes).buffer;
  const damaged = (cause: unknown): FormatError => unreadable(where, source, { format: 'Parquet', cause });
  let metadata: FileMetaData;
  try {
    metadata = reader.parquetMetadata(buffer);
  } catch (cause) {
    throw damaged(cause);
  }
  const schema = reader.parquetSchema(metadata);
  const names = chooseColumns(
    where,
    schema.children.map(({ element }) => element.name),
    options,
  );
  const places = metadata.row_groups.map((group) => group.columns.flatMap(({ meta_data: place }) => place ?? []));
  const isPlain = places.flat().every(({ codec }) => codec === 'UNCOMPRESSED' || codec === 'SNAPPY');
  const compressors = isPlain
    ? undefined
    : (await loadPeer(where, 'hyparquet-compressors', () => import('hyparquet-compressors'))).compressors;
  const columns: [string, Column][] = [];
  for (const name of names) {
    const leaf = schema.children.find(({ element }) => element.name === name)!; // chosen of these
    if (leaf.children.length > 0 || leaf.element.repetition_type === 'REPEATED') {
      throw new ArgumentError({
        where,
        argument: name,
        expected: 'hold numbers, booleans, dates, strings or null',
        received: 'a column of lists or structures',
        advice: 'Leave it out by `columns`',
      });
    }
    const chunks = places.map((all) => {
      const place = all.find(({ path_in_schema: [first] }) => first === name);
      if (place === undefined) throw damaged(`a row group has no column ${name}`);
      const { type, codec } = place;
      const column = { type, codec, element: leaf.element, pathInSchema: leaf.path, schemaPath: [schema, leaf] };
      return { place, column: { ...column, parsers: reader.DEFAULT_PARSERS, ...(compressors && { compressors }) } };
    });
    const isCategory = options.categories?.includes(name) === true;
    const values = columnValues(reader, { bytes: new Uint8Array(buffer), chunks, damaged });
    columns.push([name, await fillColumn({ where, name, unit: 'row', isCategory }, values)]);
  }
  return new ColumnTable(Object.fromEntries(columns));
}
