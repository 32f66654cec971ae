/** At most so much is read at once: readFile refuses files above 2 GiB. */
const CHUNK_BYTES = 2 ** 28;

/**
 * Reads the bytes of a file, which may be larger than 2 GiB. Node only.
 *
 * @param path of the file
 * @param options.length reads only so many from its start, where it has as many: an integer of at least 0
 * @returns the bytes, in memory of their own
 * @throws the error of the file system when the file cannot be read
 * @example
 * await writeFileAtomic('runs/digits/notes.txt', 'two layers');
 * const bytes = await readBytes('runs/digits/notes.txt', { length: 3 }); // two
 */
export async function readBytes(
  path: string,
  { length: most = Number.POSITIVE_INFINITY }: { readonly length?: number } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { open } = process.getBuiltinModule('node:fs/promises');
  const file = await open(path, 'r');
  try {
    const bytes = new Uint8Array(Math.min((await file.stat()).size, most));
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
