import { Unzlib } from 'fflate';

/** Deflate cannot make more than this of one byte. */
const MOST_COMPRESSION = 1032;
/** Bytes that are inflated at a time: the most that is made before the length is looked at again is 1032 times as much. */
const STEP = 16_384;

/**
 * Inflates a zlib stream of known length, and stops as soon as it becomes longer.
 *
 * @param parts of the stream
 * @param length of the result in bytes
 * @param fail makes the error for a problem in words
 */
export function inflate(
  parts: readonly Uint8Array[],
  length: number,
  fail: (problem: string, cause?: unknown) => Error,
): Uint8Array {
  const compressed = parts.reduce((sum, part) => sum + part.length, 0);
  const tooShort = (): Error => fail('the data of the PNG image are shorter than its size requires');
  // Before anything is allocated: a header can claim any size.
  if (length > compressed * MOST_COMPRESSION) throw tooShort();
  const result = new Uint8Array(length);
  let filled = 0;
  const tooLong = fail('the data of the PNG image are longer than its size allows');
  const stream = new Unzlib((chunk) => {
    if (filled + chunk.length > length) throw tooLong;
    result.set(chunk, filled);
    filled += chunk.length;
  });
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length; at += STEP) stream.push(part.subarray(at, at + STEP));
    }
    stream.push(new Uint8Array(), true);
  } catch (cause) {
    throw cause === tooLong ? tooLong : fail('the data of the PNG image are damaged', cause);
  }
  if (filled < length) throw tooShort();
  return result;
}
