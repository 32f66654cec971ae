import { byteSource, type FileSource } from './byte-source.js';
import { join } from './join.js';

/** All bytes of a file, and what errors call it. */
export async function readBytes(
  where: string,
  file: FileSource | Uint8Array,
): Promise<{ readonly bytes: Uint8Array; readonly name: string }> {
  if (file instanceof Uint8Array) return { bytes: file, name: 'the bytes' };
  const source = byteSource(where, file);
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.open(0)) chunks.push(chunk);
  return { bytes: join(chunks), name: source.name };
}
