import { ask, type CachedDownload, piecesOf, refused, wrongSum } from './receive.js';

/** A file of the cache (Node), after it was downloaded if need be. @returns its path */
export async function download(request: CachedDownload, folder: string): Promise<string> {
  const { mkdir, rename, rm, stat, writeFile, readFile, open } = process.getBuiltinModule('node:fs/promises');
  const { createHash } = process.getBuiltinModule('node:crypto');
  const { join } = process.getBuiltinModule('node:path');
  const { url, sha256 } = request;
  // The end of the address keeps the name readable, with its ending.
  const tail = new URL(url).pathname
    .split('/')
    .at(-1)!
    .replace(/[^\w.-]/g, '_')
    .slice(-60);
  const file = join(folder, `${createHash('sha256').update(url).digest('hex').slice(0, 16)}-${tail || 'file'}`);
  const part = `${file}.part`;
  /** What the server called the version that the part is of. */
  const version = `${file}.version`;
  const sizeOf = async (path: string): Promise<number | undefined> => (await stat(path).catch(() => undefined))?.size;

  if ((await sizeOf(file)) !== undefined) {
    const sum = sha256 === undefined ? undefined : await sumOf(file);
    if (sum === sha256) return file;
    // Damaged, or of another version: it is replaced when that has come.
  }
  await mkdir(folder, { recursive: true });
  const tag = await readFile(version, 'utf8').catch(() => undefined);
  let before = tag === undefined ? 0 : ((await sizeOf(part)) ?? 0);
  const range = before === 0 ? {} : { range: `bytes=${before}-`, 'if-range': tag! };
  const response = await ask(request, { 'accept-encoding': 'identity', ...range });
  const isComplete = response.status === 416 && before > 0; // nothing is left to send
  if (!response.ok && !isComplete) throw refused(request, response);
  if (response.status === 200) before = 0; // all of it once more: it has changed, or the server knows no parts
  if (!isComplete) {
    const etag = response.headers.get('etag') ?? response.headers.get('last-modified');
    if (etag === null || etag.startsWith('W/')) await rm(version, { force: true });
    else await writeFile(version, etag);
    const handle = await open(part, before === 0 ? 'w' : 'a');
    try {
      for await (const piece of piecesOf(request, response, before)) await handle.write(piece);
    } finally {
      await handle.close();
    }
  }
  const sum = sha256 === undefined ? undefined : await sumOf(part);
  if (sum !== sha256) {
    await rm(part);
    throw wrongSum(request, sum!); // only a sum that was asked for differs
  }
  await rename(part, file);
  await rm(version, { force: true });
  return file;
}

async function sumOf(file: string): Promise<string> {
  const { createReadStream } = process.getBuiltinModule('node:fs');
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Uint8Array); // no encoding: bytes
  return hash.digest('hex');
}
