import { ArgumentError, describeValue, FormatError } from '@neurite/core';
import { gunzip, isGzip, MOST_COMPRESSION } from './internal/gunzip.js';

/** The arrays that IDX files hold. */
export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** The content of an IDX file: its numbers in row-major order. */
export type IdxArray = { readonly data: IdxData; readonly shape: readonly number[] };

type IdxType = { readonly bytes: number; readonly read: (view: DataView, count: number) => IdxData };

const types: Readonly<Record<number, IdxType>> = {
  8: { bytes: 1, read: (view, count) => new Uint8Array(view.buffer, view.byteOffset, count).slice() },
  9: { bytes: 1, read: (view, count) => Int8Array.from({ length: count }, (_, i) => view.getInt8(i)) },
  11: { bytes: 2, read: (view, count) => Int16Array.from({ length: count }, (_, i) => view.getInt16(2 * i)) },
  12: { bytes: 4, read: (view, count) => Int32Array.from({ length: count }, (_, i) => view.getInt32(4 * i)) },
  13: { bytes: 4, read: (view, count) => Float32Array.from({ length: count }, (_, i) => view.getFloat32(4 * i)) },
  14: { bytes: 8, read: (view, count) => Float64Array.from({ length: count }, (_, i) => view.getFloat64(8 * i)) },
};

/**
 * Reads an IDX file, the format of MNIST: big-endian numbers of one type behind a header of four bytes and the sizes of
 * the axes. Gzip is undone first.
 *
 * @param bytes the whole file; not kept
 * @returns a copy, in the typed array of the file's type (unsigned and signed byte, int16, int32, float32, float64)
 * @throws FormatError when the header is wrong or the file has another size than it says; nothing of that size has been
 *   allocated then
 * @example
 * const labels = await readIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1)); // data 7, 2, 1 of shape [3]
 * @see http://yann.lecun.com/exdb/mnist
 */
export async function readIdx(bytes: Uint8Array): Promise<IdxArray> {
  if (!(bytes instanceof Uint8Array)) {
    const expected = 'be the bytes of a file, a Uint8Array';
    throw new ArgumentError({ where: 'readIdx', argument: 'bytes', expected, received: describeValue(bytes) });
  }
  if (!isGzip(bytes)) return readPlain(bytes);
  // Gzip makes nothing smaller than this, so a header that promises more is wrong before all of it is unpacked.
  const most = bytes.length * MOST_COMPRESSION;
  return readPlain(await gunzip(bytes, (start) => Math.min(most, expectedBytes(start) ?? most), 'readIdx'));
}

/** The size of the file that begins so, or undefined where it is not told yet. */
function expectedBytes(start: Uint8Array): number | undefined {
  return start.length < 4 || start.length < headerBytes(start) ? undefined : readHeader(start).total;
}

function headerBytes(bytes: Uint8Array): number {
  return 4 + 4 * bytes[3]!;
}

function readHeader(bytes: Uint8Array) {
  const [zero, alsoZero, code] = bytes;
  const type = types[code ?? -1];
  if (bytes.length < 4 || zero !== 0 || alsoZero !== 0 || type === undefined) {
    const received = bytes.length === 0 ? 'no bytes' : [...bytes.subarray(0, 4)].join(', ');
    throw wrong('begin with 0, 0, a type (8, 9, 11, 12, 13 or 14) and the number of axes', received);
  }
  const start = headerBytes(bytes);
  if (bytes.length < start) throw wrong(`have a header of ${start} bytes`, `${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: bytes[3]! }, (_, axis) => view.getUint32(4 + 4 * axis));
  // Infinity for a header full of large axes, which no file is as long as; 0 first, because Infinity × 0 is NaN.
  const count = shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
  return { type, start, shape, count, total: start + count * type.bytes };
}

function readPlain(bytes: Uint8Array): IdxArray {
  const { type, start, shape, count, total } = readHeader(bytes);
  if (total !== bytes.length) throw wrong(`have ${total} bytes for its axes ${shape.join(' × ')}`, `${bytes.length}`);
  return { data: type.read(new DataView(bytes.buffer, bytes.byteOffset + start), count), shape };
}

function wrong(expected: string, received: string): FormatError {
  const advice = 'The file is damaged, or is not an IDX file';
  return new FormatError({ where: 'readIdx', argument: 'bytes', expected, received, advice });
}
