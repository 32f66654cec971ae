import { FormatError } from '@neurite/core';
import { codecs, decode, dtypes, isDtype } from './internal/dtypes.js';
import { MAX_HEADER_BYTES } from './internal/header-limit.js';
import { type HeaderEntry, parseHeader } from './internal/parse-header.js';
import { quote } from './internal/quote.js';
import type { SafetensorsContent, SafetensorsDtype, SafetensorsEntry } from './safetensors.js';

const where = 'readSafetensors';

type CheckedEntry = HeaderEntry & { readonly dtype: SafetensorsDtype };

/**
 * Reads a safetensors file from memory. The header is checked completely before anything is allocated; at most four
 * times the size of the file is allocated (floats of 8 bits become float32).
 *
 * @param bytes the whole file; not kept
 * @returns copies: floats of 16 and 8 bits widened to float32, 64-bit integers as bigints, bool as 0 and 1, complex numbers
 *   as pairs
 * @throws FormatError when anything in the file violates the format, even where a guess would be possible: duplicate
 *   names, unknown fields or dtypes, gaps, overlaps, sizes that differ from shape × dtype, a bool that is not 0 or 1
 * @example
 * const bytes = writeSafetensors({ tensors: { bias: { dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) } } });
 * const { tensors } = readSafetensors(bytes);
 * tensors.bias?.data; // Float32Array [1, 2]
 * @see https://github.com/huggingface/safetensors#format
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsContent {
  const headerBytes = readHeaderLength(bytes);
  const body = bytes.subarray(8 + headerBytes);
  const { entries, metadata } = parseHeader(decodeText(bytes.subarray(8, 8 + headerBytes)), where);
  const checked = entries.map((entry) => checkEntry(entry, body.length));
  checkCover(checked, body.length);
  const tensors = checked.map(({ name, dtype, shape, start, end }): [string, SafetensorsEntry] => {
    const own = body.subarray(start, end);
    if (dtype === 'BOOL') checkBool(name, own);
    // A copy of its own, because an offset need not be a multiple of the element's size.
    return [name, decode(dtype, shape, new Uint8Array(own).buffer)];
  });
  return { tensors: Object.fromEntries(tensors), metadata };
}

function readHeaderLength(bytes: Uint8Array): number {
  if (bytes.length < 8) throw wrong('bytes', 'have at least the 8 bytes of the header length', `${bytes.length} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const most = Math.min(bytes.length - 8, MAX_HEADER_BYTES);
  if (length > BigInt(most)) throw wrong('header length', `be at most ${most} in this file`, String(length));
  return Number(length);
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError({
      where,
      argument: 'header',
      expected: 'be UTF-8',
      received: 'other bytes',
      advice: 'The file is damaged, or is not a safetensors file',
      cause,
    });
  }
}

function checkEntry(entry: HeaderEntry, bodyBytes: number): CheckedEntry {
  const { name, dtype, shape, start, end } = entry;
  const tensor = `tensor ${quote(name)}`;
  if (!isDtype(dtype)) {
    const expected = `have one of the dtypes ${dtypes.join(', ')}`;
    // It may be valid: the format has more dtypes than these, and gets new ones.
    throw wrong(tensor, expected, quote(dtype), 'Convert the tensor to one of them where the file was made');
  }
  if (start > end || end > bodyBytes) {
    throw wrong(tensor, `lie within the ${bodyBytes} bytes of data`, `offsets ${start} to ${end}`);
  }
  // As bigint, because the product of sizes may exceed 2⁵³.
  const needed = shape.reduce((product, size) => product * BigInt(size), BigInt(codecs[dtype].bytes));
  if (needed !== BigInt(end - start)) {
    throw wrong(tensor, `have ${needed} bytes for ${dtype} of shape [${shape.join(', ')}]`, `${end - start}`);
  }
  return { ...entry, dtype };
}

/** The format does not say what other bytes mean, and readers differ. */
function checkBool(name: string, bytes: Uint8Array): void {
  const at = bytes.findIndex((byte) => byte > 1);
  if (at < 0) return;
  const expected = 'hold 0 and 1 alone, because its dtype is BOOL';
  throw wrong(`tensor ${quote(name)}`, expected, `${bytes[at]} for element ${at}`);
}

/** Every byte belongs to exactly one tensor. */
function checkCover(entries: readonly CheckedEntry[], bodyBytes: number): void {
  let covered = 0;
  for (const { name, start, end } of entries.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== covered) {
      throw wrong(`tensor ${quote(name)}`, `begin at byte ${covered}, where the previous one ends`, `${start}`);
    }
    covered = end;
  }
  if (covered !== bodyBytes) throw wrong('bytes', `end after ${covered} bytes of data`, `${bodyBytes} bytes of data`);
}

function wrong(
  argument: string,
  expected: string,
  received: string,
  advice = 'The file is damaged, or is not a safetensors file',
): FormatError {
  return new FormatError({ where, argument, expected, received, advice });
}
