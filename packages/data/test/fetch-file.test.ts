import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, FormatError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fetchFile } from '../src/fetch-file.js';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i) % 251));
const sha256 = createHash('sha256').update(content).digest('hex');

let server: Server;
let url: string;
let cache: string;
let requests: IncomingMessage[];
/** Bytes after which the server hangs up, and the version that it has. */
let [cutAfter, etag]: [number | undefined, string] = [undefined, '"1"'];

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request);
    if (request.url === '/absent.bin') return void response.writeHead(404).end();
    const { range, 'if-range': tag } = request.headers;
    const from = range !== undefined && tag === etag ? Number(/bytes=(\d+)-/.exec(range)![1]) : 0;
    const rest = content.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length, etag });
    if (cutAfter === undefined) response.end(rest);
    else response.write(rest.subarray(0, cutAfter), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.bin`;
});
afterAll(async () => {
  server.close();
});
beforeEach(async () => {
  [requests, cutAfter, etag] = [[], undefined, '"1"'];
  cache = await mkdtemp(join(tmpdir(), 'neurite-cache-'));
  return () => rm(cache, { recursive: true });
});

describe('fetchFile', () => {
  it('downloads once, with progress, and reads the copy afterwards', async () => {
    const progress: number[] = [];
    const onProgress = ({
      received,
      total,
    }: {
      readonly received: number;
      readonly total: number | undefined;
    }): void => {
      expect(total).toBe(content.length);
      progress.push(received);
    };
    const [file, same] = await Promise.all([
      fetchFile(url, { cache, sha256, onProgress }),
      fetchFile(url, { cache, sha256 }),
    ]);
    expect(same).toBe(file);
    expect((await readFile(file as string)).equals(content)).toBe(true);
    expect(progress.at(-1)).toBe(content.length);
    expect(await fetchFile(url, { cache, sha256 })).toBe(file);
    expect(requests).toHaveLength(1);
    expect(await readdir(cache)).toEqual([(file as string).slice(cache.length + 1)]);
  });

  it('goes on where a connection ended', async () => {
    cutAfter = 100_000;
    const error = await fetchFile(url, { cache, sha256 }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FormatError);
    expect(String(error)).toMatch(/ended after \d+ of 300000 bytes\. Call it again: it goes on where it ended\.$/);
    cutAfter = undefined;
    const received: number[] = [];
    const file = await fetchFile(url, { cache, sha256, onProgress: (progress) => received.push(progress.received) });
    expect((await readFile(file as string)).equals(content)).toBe(true);
    expect(requests[1]!.headers.range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(received[0]).toBeGreaterThan(100_000 - 1);
  });

  it('begins again where the file has changed meanwhile', async () => {
    cutAfter = 100_000;
    await fetchFile(url, { cache }).catch(() => {});
    [cutAfter, etag] = [undefined, '"2"'];
    expect((await readFile((await fetchFile(url, { cache })) as string)).equals(content)).toBe(true);
  });

  it('keeps what has arrived when it is ended by a signal', async () => {
    const stop = new AbortController();
    const ended = fetchFile(url, { cache, signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) });
    await expect(ended).rejects.toThrow('enough');
    expect((await readFile((await fetchFile(url, { cache, sha256 })) as string)).equals(content)).toBe(true);
  });

  it('refuses another checksum, and replaces a damaged copy', async () => {
    const wrong = '0'.repeat(64);
    await expectError(
      () => fetchFile(url, { cache, sha256: wrong }) as Promise<unknown>,
      FormatError,
      `fetchFile: the file of ${url} must have the SHA-256 ${wrong}; received ${sha256}. It was changed, or damaged on its way.`,
    );
    const file = (await fetchFile(url, { cache, sha256 })) as string;
    await writeFile(file, 'damaged');
    expect(await fetchFile(url, { cache, sha256 })).toBe(file);
    expect((await readFile(file)).equals(content)).toBe(true);
  });

  it('says what is wrong: no connection, an answer that is none, arguments', async () => {
    const closed = 'http://127.0.0.1:1/data.bin';
    await expectError(
      () => fetchFile(closed, { cache }) as Promise<unknown>,
      FormatError,
      `fetchFile: ${closed} could not be reached, and no copy of it is in the cache. Is this machine offline? Try again with a connection, or read a file of your own.`,
    );
    const absent = url.replace('data', 'absent');
    await expectError(
      () => fetchFile(absent, { cache }) as Promise<unknown>,
      FormatError,
      `fetchFile: the server of ${absent} answered 404 Not Found.`,
    );
    await expectError(
      () => fetchFile('penguins.csv') as Promise<unknown>,
      ArgumentError,
      'fetchFile: `url` must be an http: or https: URL; received penguins.csv.',
    );
    await expectError(
      () => fetchFile(url, { sha256: 'abc' }) as Promise<unknown>,
      ArgumentError,
      'fetchFile: `sha256` must be 64 hexadecimal digits; received abc.',
    );
  });
});
