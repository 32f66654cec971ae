import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Connection, SlowLink } from './internal/slow-link.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

/** A server on this machine, until it is closed. */
export type Served = {
  /** Its address, with a `/` at the end. */
  readonly url: string;
  /** Stops it; open connections are closed. */
  close(): Promise<void>;
};

export type ServeOptions = {
  /** The path below which the files are served; it begins and ends with `/`. Default `/`. */
  readonly path?: string;
  /** Sent with each response. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether responses are compressed, as hosts of static files do. Default false. */
  readonly gzip?: boolean;
  /** How slow the connection is that all responses share, those to workers too. Default: not slowed down. */
  readonly connection?: Connection;
};

/** Headers that make a page cross-origin isolated, which memory shared between threads requires. */
export const ISOLATED: Readonly<Record<string, string>> = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/**
 * Serves files on loopback, each with the content type of its extension.
 *
 * @param files a folder, or a function from a path such as `js/page.js` to its content, undefined for status 404
 */
export async function serve(
  files: string | ((name: string) => string | Uint8Array | undefined),
  { path = '/', headers = {}, gzip = false, connection }: ServeOptions = {},
): Promise<Served> {
  const find = typeof files === 'string' ? (name: string) => readBelow(files, name) : files;
  const link = connection === undefined ? undefined : new SlowLink(connection);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const asked = pathname.startsWith(path) ? decodeURIComponent(pathname.slice(path.length)) : undefined;
    const name = asked === '' || asked?.endsWith('/') ? `${asked}index.html` : asked;
    const content = name === undefined ? undefined : find(name);
    const type = content === undefined ? 'text/plain' : (TYPES[extname(name ?? '')] ?? 'application/octet-stream');
    const encoding = gzip && content !== undefined ? { 'content-encoding': 'gzip' } : {};
    const status = content === undefined ? 404 : 200;
    response.writeHead(status, { 'content-type': type, ...encoding, ...headers });
    const body = gzip && content !== undefined ? gzipSync(content, { level: 9 }) : content;
    if (link === undefined || body === undefined) response.end(body);
    else link.send(response, typeof body === 'string' ? Buffer.from(body) : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://127.0.0.1:${port}${path}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The URL is normalised: no name leads out of the folder. */
function readBelow(folder: string, name: string): Uint8Array | undefined {
  const file = join(folder, name);
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file) : undefined;
}
