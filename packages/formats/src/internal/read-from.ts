import { NeuriteError } from '@neurite/core';
import { readBytes } from '../read-bytes.js';

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
