import { ArgumentError, checkFunction, checkKind, describeValue, resolveOptions } from '@neurite/core';
import { download } from './internal/download.js';
import { type CachedDownload, type FetchProgress, receive } from './internal/receive.js';

export type { FetchProgress };

export type FetchFileOptions = {
  /** The SHA-256 of the file, 64 hexadecimal digits. A file with another one is refused. Default: not checked. */
  readonly sha256?: string | undefined;
  /** The folder that keeps files (Node). Default: `neurite` in the user's cache folder (`XDG_CACHE_HOME` or `~/.cache`). */
  readonly cache?: string | undefined;
  /** Called with each piece that arrives; not where the file is there already. */
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
  /** Ends the download; what has arrived is kept, and the next try goes on behind it. */
  readonly signal?: AbortSignal | undefined;
};

const underWay = new Map<string, Promise<string>>();

/**
 * Gets a file from a URL, once: in Node it is kept on disk, and a download that was cut off goes on where it ended. In a
 * page the browser's own cache keeps it, and the result is a Blob.
 *
 * The readers of this package take the result. A file in the cache is checked again where a checksum is given, and used
 * without asking the server. Two processes must not get one URL into one folder at the same time.
 *
 * @param url `https:` or `http:`
 * @returns a path in Node, a Blob in a page
 * @throws ArgumentError when the URL or the checksum is none
 * @throws FormatError when the server cannot be reached and no copy is in the cache, answers with an error, or sends a
 *   file with another checksum
 * @example
 * const readPenguins = async () =>
 *   readCsv(await fetchFile('https://example.org/penguins.csv', { sha256: '0'.repeat(64) }));
 */
export async function fetchFile(url: string | URL, options: FetchFileOptions = {}): Promise<string | Blob> {
  const where = 'fetchFile';
  const { sha256, cache, onProgress, signal } = resolveOptions(where, options, {
    sha256: undefined,
    cache: undefined,
    onProgress: undefined,
    signal: undefined,
  });
  if (onProgress !== undefined) checkFunction(where, 'onProgress', onProgress);
  if (signal !== undefined) checkKind(where, 'signal', signal, { be: 'an AbortSignal', member: 'throwIfAborted' });
  if (cache !== undefined && (typeof cache !== 'string' || cache === '')) {
    const expected = 'be the path of a folder';
    throw new ArgumentError({ where, argument: 'cache', expected, received: describeValue(cache) });
  }
  const address = String(url);
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new ArgumentError({ where, argument: 'url', expected: 'be an http: or https: URL', received: address });
  }
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(sha256)) {
    const expected = 'be 64 hexadecimal digits';
    throw new ArgumentError({ where, argument: 'sha256', expected, received: sha256 });
  }
  const request: CachedDownload = { where, url: address, sha256: sha256?.toLowerCase(), onProgress, signal };
  if (globalThis.process?.versions?.node === undefined) return receive(request);
  const folder = cache ?? defaultCache();
  const key = JSON.stringify([folder, address]);
  const known = underWay.get(key);
  if (known !== undefined) return known;
  const file = download(request, folder).finally(() => underWay.delete(key));
  underWay.set(key, file);
  return file;
}

function defaultCache(): string {
  const { join } = process.getBuiltinModule('node:path');
  const { homedir } = process.getBuiltinModule('node:os');
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'neurite');
}
