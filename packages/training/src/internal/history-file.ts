import { FormatError, type Json } from '@neurite/core';
import { crc32c } from './crc32c.js';
import { readJson, writeJson } from './json.js';
import type { Storage } from './storage.js';

/** Which part of the file belongs to a checkpoint: so many records, in so many bytes from its start, and their CRC-32C. */
export type HistoryPart = { readonly epochs: number; readonly bytes: number; readonly checksum: number };

/** A history that has not begun. */
export const noHistory: HistoryPart = { epochs: 0, bytes: 0, checksum: 0 };

/** One record of the history in each line. It grows with the run, so it is no part of a checkpoint, which is written anew. */
const FILE = 'history.jsonl';
/** So many characters are written, and bytes read, at once. */
const CHUNK = 2 ** 24;

/**
 * Writes the records of a history that are not in the file yet, behind those that are.
 *
 * @returns the part that is the whole history
 */
export async function appendHistory(
  storage: Storage,
  history: readonly Json[],
  before: HistoryPart,
): Promise<HistoryPart> {
  let part = before;
  for (let next = before.epochs; next < history.length; ) {
    const lines: string[] = [];
    for (let size = 0; size < CHUNK && next < history.length; next++) {
      lines.push(writeJson(history[next]!), '\n');
      size += lines.at(-2)!.length;
    }
    const bytes = new TextEncoder().encode(lines.join(''));
    await storage.append(FILE, bytes, part.bytes);
    part = { epochs: next, bytes: part.bytes + bytes.length, checksum: crc32c(bytes, part.checksum) };
  }
  return part;
}

/**
 * Reads the records of a part. What stands behind it is of a checkpoint that was not written any more.
 *
 * @throws FormatError when the file is not the one that was written
 */
export async function readHistory(storage: Storage, { epochs, bytes: length, checksum }: HistoryPart): Promise<Json[]> {
  if (epochs === 0) return [];
  const bytes = await storage.read(FILE, length);
  if (bytes.length !== length || crc32c(bytes) !== checksum) {
    throw new FormatError({
      where: storage.pathOf(FILE),
      argument: 'file',
      expected: `have the ${epochs} epochs of the checkpoint`,
      received: bytes.length === length ? 'others' : `${bytes.length} bytes instead of ${length}`,
      advice: 'It has been damaged, or belongs to another run',
    });
  }
  const records: Json[] = [];
  const decoder = new TextDecoder();
  // In parts that end with a line: all of it may be longer than a string can be.
  for (let at = 0; at < length; ) {
    const end = bytes.indexOf(0x0a, Math.min(at + CHUNK, length) - 1);
    for (const line of decoder.decode(bytes.subarray(at, end)).split('\n')) records.push(readJson(line));
    at = end + 1;
  }
  return records;
}
