import { ArgumentError, describeValue, formatShape, sizeOf } from '@neurite/core';
import { codecs, dtypes, encode, isDtype } from './internal/dtypes.js';
import { MAX_HEADER_BYTES } from './internal/header-limit.js';
import { quote } from './internal/quote.js';
import type { SafetensorsEntry } from './safetensors.js';

/** What a file is made of. */
export type WriteSafetensorsOptions = {
  readonly tensors: Readonly<Record<string, SafetensorsEntry>>;
  /** Strings by name. Default none. */
  readonly metadata?: Readonly<Record<string, string>>;
};

/**
 * Writes a safetensors file into memory, byte for byte as the reference does: the widest dtypes first, then by name,
 * the header padded with spaces to a multiple of 8. (The reference writes metadata in random order; here by name.)
 *
 * @param tensors each with `data` in row-major order; floats below 32 bits round to the nearest, ties to even
 * @returns the whole file
 * @throws ArgumentError when a dtype, a shape and its data do not fit together, a name cannot be written, or names and
 *   metadata need a header of more than 100 MB, which no reader takes
 * @example
 * const kernel = { dtype: 'F32', shape: [1, 2], data: Float32Array.of(1, 2) } as const;
 * const bytes = writeSafetensors({ tensors: { kernel }, metadata: { made: 'by hand' } });
 * @see https://github.com/huggingface/safetensors#format
 */
export function writeSafetensors({ tensors, metadata = {} }: WriteSafetensorsOptions): Uint8Array<ArrayBuffer> {
  for (const [name, entry] of Object.entries(tensors)) checkEntry(name, entry);
  for (const [key, value] of Object.entries(metadata)) checkMetadata(key, value);
  const entries = Object.entries(tensors).toSorted(([a, { dtype: c }], [b, { dtype: d }]) => {
    return dtypes.indexOf(c) - dtypes.indexOf(d) || compareCodePoints(a, b);
  });
  const header = encodeHeader(entries, metadata);
  const padded = Math.ceil(header.length / 8) * 8;
  if (padded > MAX_HEADER_BYTES) throw tooLong(`${padded} bytes`);

  const bytes = new Uint8Array(8 + padded + entries.reduce((sum, [, entry]) => sum + byteLength(entry), 0));
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(header, 8);
  bytes.fill(0x20, 8 + header.length, 8 + padded);
  let at = 8 + padded;
  for (const [, entry] of entries) {
    const encoded = encode(entry);
    bytes.set(encoded, at);
    at += encoded.length;
  }
  return bytes;
}

type NamedEntry = readonly [name: string, entry: SafetensorsEntry];

function encodeHeader(entries: readonly NamedEntry[], metadata: Readonly<Record<string, string>>): Uint8Array {
  try {
    const members: string[] = [];
    const pairs = Object.entries(metadata).toSorted(([a], [b]) => compareCodePoints(a, b));
    const strings = pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
    if (strings.length > 0) members.push(`"__metadata__":{${strings.join(',')}}`);
    let offset = 0;
    for (const [name, entry] of entries) {
      const { dtype, shape } = entry;
      const end = offset + byteLength(entry);
      members.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [offset, end] })}`);
      offset = end;
    }
    return new TextEncoder().encode(`{${members.join(',')}}`);
  } catch (error) {
    // The one that a string longer than 2²⁹ characters throws.
    throw error instanceof RangeError ? tooLong('more than fits into a string') : error;
  }
}

function byteLength({ dtype, data }: SafetensorsEntry): number {
  const { bytes, numbers = 1 } = codecs[dtype];
  return (data.length / numbers) * bytes;
}

function checkEntry(name: string, { dtype, shape, data }: SafetensorsEntry): void {
  const tensor = `tensor ${quote(name)}`;
  if (name === '__metadata__' || !isUnicode(name)) {
    throw wrong('tensors', 'have names that are Unicode and not __metadata__', quote(name));
  }
  if (!isDtype(dtype)) throw wrong(tensor, `have one of the dtypes ${dtypes.join(', ')}`, String(dtype));
  const { array, numbers = 1 } = codecs[dtype];
  if (Object.getPrototypeOf(data) !== array.prototype) {
    throw wrong(tensor, `hold its ${dtype} data in a ${array.name}`, `a ${(data as object).constructor.name}`);
  }
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0) || sizeOf(shape) * numbers !== data.length) {
    throw wrong(tensor, `have a shape of ${data.length / numbers} elements`, formatShape(shape));
  }
  if (dtype === 'BOOL' && !data.every((value) => value === 0 || value === 1)) {
    throw wrong(tensor, 'hold 0 and 1 alone, because its dtype is BOOL', 'another number');
  }
}

function checkMetadata(key: string, value: unknown): void {
  if (typeof value !== 'string' || !isUnicode(key) || !isUnicode(value)) {
    throw wrong(
      'metadata',
      'have Unicode strings by name',
      `${quote(key)}: ${typeof value === 'string' ? quote(value) : describeValue(value)}`,
    );
  }
}

/** Whether a string can be written as UTF-8: it has no half of a surrogate pair alone. */
function isUnicode(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/**
 * The order of UTF-8 bytes, in which the reference sorts. JavaScript's own is that of UTF-16 units, in which surrogates
 * come before U+E000 to U+FFFF.
 */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a[i] === b[i]) i++;
  if (i === length) return a.length - b.length;
  const rank = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
  return rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
}

function tooLong(received: string): ArgumentError {
  const expected = `fit with the names of the tensors into a header of ${MAX_HEADER_BYTES} bytes`;
  return wrong('metadata', expected, received, 'Store large data as a tensor');
}

function wrong(argument: string, expected: string, received: string, advice?: string): ArgumentError {
  return new ArgumentError({ where: 'writeSafetensors', argument, expected, received, advice });
}
