import type { FormatError } from '@neurite/core';
import type { ColumnMetaData } from 'hyparquet';
import { pause, turn } from '../breathe.js';
import type { ParquetReader } from './load-reader.js';
import { type ColumnInfo, dictionaryValues, pageValues } from './page-values.js';

/** A column in one row group. */
export type ColumnChunk = {
  readonly column: ColumnInfo;
  readonly place: ColumnMetaData;
};

export type ColumnSource = {
  /** The whole file. */
  readonly bytes: Uint8Array;
  readonly chunks: readonly ColumnChunk[];
  /** The error for what is wrong with the file. */
  readonly damaged: (cause: unknown) => FormatError;
};

/**
 * The values of a column, which is no list and no structure, in pieces, with a turn of the event loop before each page of
 * the file.
 *
 * @throws FormatError, as `damaged` makes it
 */
export async function* columnValues(
  decoders: ParquetReader,
  { bytes, chunks, damaged }: ColumnSource,
): AsyncGenerator<Iterable<unknown>> {
  try {
    for (const chunk of chunks) yield* chunkValues(decoders, bytes, chunk);
  } catch (cause) {
    throw damaged(cause);
  }
}

async function* chunkValues(
  decoders: ParquetReader,
  bytes: Uint8Array,
  { column, place }: ColumnChunk,
): AsyncGenerator<Iterable<unknown>> {
  const first = Number(place.data_page_offset);
  // Some writers leave the offset of the dictionary out, others say 0 where there is none.
  const start = Math.min(Number(place.dictionary_page_offset ?? 0) || first, first);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, Number(place.total_compressed_size));
  const reader = { view, offset: 0 };
  let dictionary: unknown[] | undefined;
  for (let left = Number(place.num_values); left > 0; ) {
    await turn();
    const header = decoders.parquetHeader(reader);
    const size = header.compressed_page_size;
    if (reader.offset + size > view.byteLength) throw new RangeError('a page is longer than its column');
    const page = { header, bytes: new Uint8Array(view.buffer, view.byteOffset + reader.offset, size) };
    reader.offset += size;
    if (header.type === 'DICTIONARY_PAGE') {
      dictionary = [];
      for (const values of dictionaryValues(decoders, column, page)) {
        for (const value of values) dictionary.push(value);
        await pause();
      }
    } else if (header.type !== 'INDEX_PAGE') {
      left -= header.data_page_header_v2?.num_values ?? header.data_page_header?.num_values ?? 0;
      yield* pageValues(decoders, column, page, dictionary);
    }
  }
}
