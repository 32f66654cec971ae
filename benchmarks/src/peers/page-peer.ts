import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser, whyNoBrowser } from '@neurite/browser-testing/find-browser';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { pin } from '../pin.js';
import type { PeerProgram, Reply, Request } from './protocol.js';

declare global {
  /** What `serve` gives a page. */
  var hello: Reply;
  var answer: (request: Request) => Promise<Reply>;
}

/** Pages of one browser, each an engine; a page for two threads is in a browser that has two cores. */
export type Pages = {
  /** How the browser calls itself. */
  readonly browser: string;
  readonly peer: (
    name: string,
    options: { readonly file: string; readonly args?: readonly string[]; readonly threads?: number },
  ) => PeerProgram;
  readonly close: () => Promise<void>;
};

/** Where an engine's files are served, for the arguments of a peer. */
export const SERVED = { neurite: '/neurite/', tfjs: '/tfjs/' } as const;

const PEERS = ['neurite', 'tfjs', 'jax'];
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '': 'text/html',
};
/** Without them there is no memory that threads share. */
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/**
 * Starts Chromium for peers in pages.
 *
 * @param threads for how many threads there will be pages
 * @returns the pages, or why there are none
 */
export async function openPages(threads: readonly number[]): Promise<Pages | string> {
  const executablePath = findBrowser('chromium');
  if (executablePath === undefined) return whyNoBrowser('chromium')!;
  const folder = mkdtempSync(join(tmpdir(), 'neurite-bench-'));
  await bundle(folder);
  const server = await serveFiles(folder);
  const { port } = server.address() as AddressInfo;
  const browsers = new Map<number, Browser>();
  for (const count of threads) {
    // It inherits the cores of this process.
    pin(count);
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    browsers.set(count, await chromium.launch({ executablePath, args: ['--disable-quic', ...sandbox] }));
  }
  pin(1);
  return {
    browser: `Chromium ${browsers.get(threads[0]!)!.version()}`,
    peer: (name, { file, args = [], threads: count = 1 }) => ({
      name,
      connect: async () => {
        const page = await browsers.get(count)!.newPage();
        const search = new URLSearchParams(args.map((arg) => ['argument', arg]));
        await page.goto(`http://127.0.0.1:${port}/${file}?${search}`);
        await page.waitForFunction(() => 'hello' in globalThis);
        const hello = await page.evaluate(() => globalThis.hello);
        const ask = (request: Request): Promise<Reply> =>
          page
            .evaluate((given) => globalThis.answer(given), request)
            .catch((error: Error) => ({ unable: error.message.split('\n')[0]! }));
        return { hello, ask, hangUp: () => void page.close().catch(() => undefined) };
      },
    }),
    close: async () => {
      for (const browser of browsers.values()) await browser.close();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The same peers as in Node, for pages. */
async function bundle(folder: string): Promise<void> {
  await build({
    entryPoints: PEERS.map((name) => fileURLToPath(new URL(`${name}.js`, import.meta.url))),
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    external: ['node:*'], // what files are written with, in no page
    logLevel: 'silent',
  });
}

async function serveFiles(folder: string): Promise<Server> {
  const require = createRequire(import.meta.url);
  const folders: Readonly<Record<string, string>> = {
    '/neurite/': join(dirname(require.resolve('@neurite/backend-wasm/package.json')), 'wasm'),
    '/tfjs/': dirname(require.resolve('@tensorflow/tfjs-backend-wasm')),
    '/': folder,
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const folder = Object.keys(folders).find((each) => pathname.startsWith(each))!;
    const file = join(folders[folder]!, basename(pathname));
    const page = PEERS.includes(basename(pathname));
    response.writeHead(page || existsSync(file) ? 200 : 404, {
      'content-type': TYPES[extname(pathname)] ?? 'text/plain',
      ...ISOLATED,
    });
    if (page) response.end(`<!doctype html><script type="module" src="/${basename(pathname)}.js"></script>`);
    else response.end(existsSync(file) ? readFileSync(file) : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
