import { FormatError } from '@neurite/core';
import { join } from './join.js';

/** Deflate cannot make more than this of one byte. */
export const MOST_COMPRESSION = 1032;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Undoes gzip, and stops as soon as there is more than there may be.
 *
 * @param mostBytes how long the result may be, judged by how it begins
 * @param where named in the errors
 */
export async function gunzip(
  bytes: Uint8Array,
  mostBytes: (start: Uint8Array) => number,
  where: string,
): Promise<Uint8Array> {
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  let start = new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      length += value.length;
      if (start.length < START_BYTES) start = join([start, value.subarray(0, START_BYTES)]);
      const most = mostBytes(start);
      if (length > most) {
        const expected = `unpack to at most ${most} bytes`;
        throw new FormatError({ where, argument: 'bytes', expected, received: 'more' });
      }
    }
  } catch (error) {
    await reader.cancel().catch(() => {});
    if (error instanceof FormatError) throw error;
    throw new FormatError({ where, problem: 'the gzip file is damaged', cause: error });
  }
  return join(chunks);
}

/** Enough for any header. */
const START_BYTES = 4 + 4 * 255;
