import type { DecodedArray, PageHeader } from 'hyparquet';
import { HybridRuns } from './hybrid-runs.js';
import type { ParquetReader } from './load-reader.js';

/** Values that are decoded at a time. */
const PIECE = 2 ** 12;

/** What the reader wants to know of a column. */
export type ColumnInfo = Parameters<ParquetReader['readDataPageV2']>[2];

export type Page = {
  readonly header: PageHeader;
  /** As in the file, behind the header. */
  readonly bytes: Uint8Array;
};

/** A page whose values have not been decoded yet. */
type OpenPage = {
  readonly count: number;
  readonly encoding: string;
  /** 1 where there is a value, 0 where there is null; undefined where there are values everywhere. */
  readonly levels: HybridRuns | undefined;
  readonly body: Uint8Array;
  readonly readAll: () => DecodedArray;
};

/**
 * The values of a page of data, piece by piece; null where one is missing. It is decompressed at once, and decoded at once
 * where its encoding is neither plain nor by a dictionary.
 *
 * @param dictionary of the column chunk, where it has one
 */
export function* pageValues(
  decoders: ParquetReader,
  column: ColumnInfo,
  page: Page,
  dictionary: readonly unknown[] | undefined,
): Generator<Iterable<unknown>> {
  const open = openPage(decoders, column, page);
  const next = valueReader(decoders, column, open, dictionary);
  const isThere = new Int32Array(PIECE);
  for (let left = open.count; left > 0; left -= PIECE) {
    const count = Math.min(left, PIECE);
    if (open.levels === undefined) {
      yield next(count);
      continue;
    }
    open.levels.read(isThere, count);
    let present = 0;
    for (let i = 0; i < count; i++) present += isThere[i]!;
    const values = next(present);
    yield present === count ? values : withNulls(values, isThere.subarray(0, count));
  }
}

/** The values of a dictionary, piece by piece. */
export function* dictionaryValues(
  decoders: ParquetReader,
  column: ColumnInfo,
  page: Page,
): Generator<Iterable<unknown>> {
  const { header, bytes } = page;
  const { uncompressed_page_size: size, dictionary_page_header: { num_values: count = 0 } = {} } = header;
  const body = decoders.decompressPage(bytes, size, column.codec, column.compressors);
  const next = plainReader(decoders, column, body);
  for (let left = count; left > 0; left -= PIECE) yield next(Math.min(left, PIECE));
}

function openPage(decoders: ParquetReader, column: ColumnInfo, { header, bytes }: Page): OpenPage {
  const { codec, compressors } = column;
  const isOptional = column.element.repetition_type === 'OPTIONAL';
  const { data_page_header: first, data_page_header_v2: second, uncompressed_page_size: size } = header;
  if (second !== undefined) {
    const start = second.repetition_levels_byte_length;
    const end = start + second.definition_levels_byte_length;
    const body = bytes.subarray(end);
    const isCompressed = second.is_compressed !== false && size > end;
    return {
      count: second.num_values,
      encoding: second.encoding,
      levels: isOptional ? new HybridRuns(bytes.subarray(0, end), start, 1) : undefined,
      body: isCompressed ? decoders.decompressPage(body, size - end, codec, compressors) : body,
      readAll: () => decoders.readDataPageV2(bytes, header, column).dataPage,
    };
  }
  if (first === undefined) throw new RangeError(`a page of type ${header.type} where data were expected`);
  const body = decoders.decompressPage(bytes, size, codec, compressors);
  const { num_values: count, encoding } = first;
  const readAll = (): DecodedArray => decoders.readDataPage(body, first, column).dataPage;
  if (!isOptional) return { count, encoding, levels: undefined, body, readAll };
  const end = 4 + new DataView(body.buffer, body.byteOffset, body.length).getUint32(0, true);
  return {
    count,
    encoding,
    levels: new HybridRuns(body.subarray(0, end), 4, 1),
    body: body.subarray(end),
    readAll,
  };
}

/** Gives as many of the next values of a page as asked for. */
function valueReader(
  decoders: ParquetReader,
  column: ColumnInfo,
  { encoding, body, readAll }: OpenPage,
  dictionary: readonly unknown[] | undefined,
): (count: number) => DecodedArray {
  if (encoding.endsWith('_DICTIONARY')) {
    const runs = new HybridRuns(body, 1, body[0] ?? 0);
    const codes = new Int32Array(PIECE);
    return (count) => {
      runs.read(codes, count);
      const known = dictionary ?? [];
      return Array.from(codes.subarray(0, count), (code) => {
        if (code >= 0 && code < known.length) return known[code];
        throw new RangeError(`a page refers to value ${code} of a dictionary of ${known.length}`);
      });
    };
  }
  // Booleans are bits: a piece would have to begin with a byte.
  if (encoding === 'PLAIN' && column.type !== 'BOOLEAN') return plainReader(decoders, column, body);
  const all = readAll();
  let at = 0;
  return (count) => {
    const piece = all.slice(at, at + count);
    at += count;
    return decoders.convert(piece, column);
  };
}

function plainReader(decoders: ParquetReader, column: ColumnInfo, body: Uint8Array): (count: number) => DecodedArray {
  const reader = { view: new DataView(body.buffer, body.byteOffset, body.length), offset: 0 };
  return (count) =>
    decoders.convert(decoders.readPlain(reader, column.type, count, column.element.type_length), column);
}

function withNulls(values: DecodedArray, isThere: Int32Array): unknown[] {
  let next = 0;
  return Array.from(isThere, (there) => (there === 1 ? values[next++] : null));
}
