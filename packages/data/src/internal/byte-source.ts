import { ArgumentError, describeValue, FormatError } from '@neurite/core';

/** A file: its path or `file:` URL in Node, or a Blob (the `File` of an input element is one). */
export type FileSource = string | URL | Blob;

/** What can be read again from its beginning, or from a byte in the middle. */
export type ByteSource = {
  /** For errors. */
  readonly name: string;
  /** @param start the first byte */
  open(start: number): AsyncIterable<Uint8Array>;
};

export function byteSource(where: string, file: FileSource): ByteSource {
  if (file instanceof Blob) {
    return {
      name: 'name' in file ? String(file.name) : 'the Blob',
      open: (start) => readStream(file.slice(start).stream()),
    };
  }
  const scheme = /^(?:https?|data|blob):/.exec(String(file))?.[0];
  if ((typeof file !== 'string' && !(file instanceof URL)) || scheme !== undefined) {
    throw new ArgumentError({
      where,
      argument: 'file',
      expected: 'be a path, a file: URL or a Blob',
      received: scheme === undefined ? describeValue(file) : `a ${scheme} URL`,
      ...(scheme !== undefined && {
        advice: 'Fetch it first: await fetchFile(url), or await (await fetch(url)).blob()',
      }),
    });
  }
  const name = String(file);
  return { name, open: (start) => readFile(where, file, start) };
}

/** @throws FormatError naming the file, where it cannot be read */
async function* readFile(where: string, file: string | URL, start: number): AsyncIterable<Uint8Array> {
  const { createReadStream } = process.getBuiltinModule('node:fs');
  try {
    for await (const chunk of createReadStream(file, { start })) yield chunk as Uint8Array; // no encoding: bytes
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === undefined) throw cause;
    throw new FormatError({ where, problem: `${file} could not be read (${code})`, cause });
  }
}

async function* readStream(stream: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
