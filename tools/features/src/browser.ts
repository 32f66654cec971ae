import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import type { OpResult, Thoroughness } from './check-op.js';
import { type BrowserEngine, type Column, joinParts, type Part, specs } from './columns.js';

/** Where a named browser is the only one that counts. */
const named = process.env.CHROMIUM_PATH;
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const flags = [
  '--enable-unsafe-webgpu',
  // The same device on every machine: the table is about what is computed, not how fast.
  '--use-webgpu-adapter=swiftshader',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser at hand, or why there is none. */
export function findBrowser(): { readonly path: string } | { readonly missing: string } {
  const path = (named === undefined ? places : [named]).find((place) => existsSync(place));
  return path === undefined
    ? { missing: `no Chromium at ${named ?? 'the usual places'}; name one in CHROMIUM_PATH` }
    : { path };
}

/** Checks every operation in pages of Chromium, on one engine. */
export async function checkInBrowser(
  executablePath: string,
  engine: BrowserEngine,
  runs: Thoroughness,
): Promise<{ readonly column: Column; readonly version: string }> {
  const server = await serve();
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // a TCP server has such an address
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  let version = '';
  const inNewBrowser = async (part: Part, names: readonly string[]): Promise<Column> => {
    const browser = await chromium.launch({ executablePath, args: [...flags, ...sandbox] });
    try {
      version = `Chromium ${browser.version().split('.')[0]}`;
      const page = await browser.newPage();
      await page.goto(address);
      await page.waitForFunction(() => 'checkNamed' in globalThis);
      const given = [engine, part, names, runs] as const;
      return await page.evaluate((all) => globalThis.checkNamed(...all), given);
    } finally {
      await browser.close();
    }
  };
  const inFull = async (part: Part): Promise<Column> => {
    const column: Record<string, OpResult> = {};
    // After an operation that takes the device away, a new browser goes on.
    for (let names = namesWithout(column); names.length > 0; names = namesWithout(column)) {
      Object.assign(column, await inNewBrowser(part, names));
    }
    return column;
  };
  try {
    return { column: joinParts(await inFull('numbers'), await inFull('empty')), version };
  } finally {
    server.close();
  }
}

function namesWithout(column: Column): string[] {
  return specs.map(({ name }) => name).filter((name) => !(name in column));
}

async function serve(): Promise<Server> {
  const { outputFiles } = await build({
    entryPoints: [join(dirname(fileURLToPath(import.meta.url)), 'page.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['@neurite/source', 'browser', 'import', 'default'],
    mainFields: ['browser', 'module', 'main'],
    external: ['node:*'],
    logLevel: 'silent',
  });
  const script = outputFiles[0]!.text;
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(
      isScript ? script : '<!doctype html><title>features</title><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
