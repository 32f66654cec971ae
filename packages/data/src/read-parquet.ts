import { type Column, ColumnTable } from './column-table.js';
import type { FileSource } from './internal/byte-source.js';
import { chooseColumns, fillColumn, unreadable } from './internal/column-files.js';
import { loadPeer } from './internal/load-peer.js';
import { type ParquetRun, parquetPieces, partsOf } from './internal/parquet-pieces.js';
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
 * The event loop is let in every 15 ms, and before and after each page of the file, which is decoded at once: 270,000 values
 * take about 50 ms. Where that is too long, read in a worker, or write files of smaller pages.
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
  const { parquetMetadata, parquetRead } = await loadPeer(where, 'hyparquet', () => import('hyparquet'));
  const { bytes, name: source } = await readBytes(where, given);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer; // a copy
  const file = partsOf(buffer);
  const read = async <R>(f: () => R | Promise<R>): Promise<R> => {
    try {
      return await f();
    } catch (cause) {
      throw unreadable(where, source, { format: 'Parquet', cause });
    }
  };
  const metadata = await read(() => parquetMetadata(buffer));
  const top = metadata.schema.slice(1);
  // Children of a nested column follow it.
  const all: string[] = [];
  for (let i = 0; i < top.length; i++) {
    all.push(top[i]!.name);
    for (let open = top[i]!.num_children ?? 0; open > 0; open--) open += top[++i]!.num_children ?? 0;
  }
  const names = chooseColumns(where, all, options);
  const codecs = metadata.row_groups.flatMap((group) => group.columns.map((column) => column.meta_data?.codec));
  const isPlain = codecs.every((codec) => codec === undefined || codec === 'UNCOMPRESSED' || codec === 'SNAPPY');
  const compressors = isPlain
    ? undefined
    : (await loadPeer(where, 'hyparquet-compressors', () => import('hyparquet-compressors'))).compressors;
  const groups = metadata.row_groups.map((group) => Number(group.num_rows));
  const columns: [string, Column][] = [];
  for (const name of names) {
    const pieces = parquetPieces(groups, async (rowStart, rowEnd) => {
      const runs: ParquetRun[] = [];
      await read(() =>
        parquetRead({
          file,
          metadata,
          columns: [name],
          rowStart,
          rowEnd,
          ...(compressors && { compressors }),
          onChunk: (run) => runs.push(run),
        }),
      );
      return runs;
    });
    const isCategory = options.categories?.includes(name) === true;
    columns.push([name, await fillColumn({ where, name, unit: 'row', isCategory }, pieces)]);
  }
  return new ColumnTable(Object.fromEntries(columns));
}
