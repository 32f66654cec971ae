import { ArgumentError, formatShape, sizeOf } from '@neurite/core';
import { codecs, dtypes, encode, isDtype } from './internal/dtypes.js';
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
 * @param tensors each with `data` in row-major order; F16 and BF16 round to the nearest, ties to even
 * @returns the whole file
 * @throws ArgumentError when a dtype, a shape and its data do not fit together, or a name cannot be written
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

  const members: string[] = [];
  if (Object.keys(metadata).length > 0) {
    const sorted = Object.entries(metadata).toSorted(([a], [b]) => compareCodePoints(a, b));
    members.push(`"__metadata__":{${sorted.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join(',')}}`);
  }
  let offset = 0;
  for (const [name, { dtype, shape, data }] of entries) {
    const end = offset + data.length * codecs[dtype].bytes;
    const fields = JSON.stringify({ dtype, shape, data_offsets: [offset, end] });
    members.push(`${JSON.stringify(name)}:${fields}`);
    offset = end;
  }
  const header = new TextEncoder().encode(`{${members.join(',')}}`);
  const padded = Math.ceil(header.length / 8) * 8;

  const bytes = new Uint8Array(8 + padded + offset);
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

function checkEntry(name: string, { dtype, shape, data }: SafetensorsEntry): void {
  const tensor = `tensor ${JSON.stringify(name)}`;
  if (name === '__metadata__' || !isUnicode(name)) {
    throw wrong('tensors', 'have names that are Unicode and not __metadata__', JSON.stringify(name));
  }
  if (!isDtype(dtype)) throw wrong(tensor, `have one of the dtypes ${dtypes.join(', ')}`, String(dtype));
  const { array } = codecs[dtype];
  if (Object.getPrototypeOf(data) !== array.prototype) {
    throw wrong(tensor, `hold its ${dtype} data in a ${array.name}`, `a ${(data as object).constructor.name}`);
  }
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0) || sizeOf(shape) !== data.length) {
    throw wrong(tensor, `have a shape of ${data.length} elements`, formatShape(shape));
  }
  if (dtype === 'BOOL' && !data.every((value) => value === 0 || value === 1)) {
    throw wrong(tensor, 'hold 0 and 1 alone, because its dtype is BOOL', 'another number');
  }
}

function checkMetadata(key: string, value: unknown): void {
  if (typeof value !== 'string' || !isUnicode(key) || !isUnicode(value)) {
    throw wrong('metadata', 'have Unicode strings by name', `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  }
}

/** Whether a string can be written as UTF-8: it has no half of a surrogate pair alone. */
function isUnicode(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** The order of UTF-8 bytes, in which the reference sorts; JavaScript's own is that of UTF-16 units. */
function compareCodePoints(a: string, b: string): number {
  const [as, bs] = [[...a], [...b]];
  for (let i = 0; i < Math.min(as.length, bs.length); i++) {
    const difference = as[i]!.codePointAt(0)! - bs[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return as.length - bs.length;
}

function wrong(argument: string, expected: string, received: string): ArgumentError {
  return new ArgumentError({ where: 'writeSafetensors', argument, expected, received });
}
