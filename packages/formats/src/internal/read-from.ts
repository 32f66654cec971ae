import { NeuriteError } from '@neurite/core';

/**
 * What is read from the bytes of a whole file, which may be larger than 2 GiB.
 *
 * @throws what `read` throws, with the path; the error of the file system when the file cannot be read
 */
export async function readFrom<T>(path: string, read: (bytes: Uint8Array) => T): Promise<T> {
  const bytes = await readBytes(path);
  try {
    return read(bytes);
  } catch (error) {
    throw error instanceof NeuriteError ? error.within(path) : error;
  }
}

/** At most so much is read at once: readFile refuses files above 2 GiB. */
const CHUNK_BYTES = 2 ** 28;

async function readBytes(path: string): Promise<Uint8Array> {
  const { open } = process.getBuiltinModule('node:fs/promises');
  const file = await open(path, 'r');
  try {
    const bytes = new Uint8Array((await file.stat()).size);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, Math.min(CHUNK_BYTES, bytes.length - length), length);
      if (bytesRead === 0) break; // it became shorter meanwhile
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}
