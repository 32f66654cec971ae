import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it, type TestContext } from 'vitest';

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
  // The same device on every machine: tests are about what is computed, not how fast.
  '--use-webgpu-adapter=swiftshader',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Milliseconds for bundling and the start of the browser, on a machine that has much else to do. */
const START_TIMEOUT = 60_000;
/** The same for a test: every shader is compiled for a device that is a program. */
const TEST_TIMEOUT = 180_000;

const here = dirname(fileURLToPath(import.meta.url));
const wasmFolder = join(dirname(createRequire(import.meta.url).resolve('@neurite/backend-wasm/package.json')), 'wasm');

/**
 * Tests in Chromium. Where there is none, one test says that they are skipped, and why.
 *
 * @param body gets a function that opens a fresh page; call it in each test with its context
 */
export function describeInBrowser(name: string, body: (open: (context: TestContext) => Promise<Page>) => void): void {
  const executablePath = (named === undefined ? places : [named]).find((place) => existsSync(place));
  describe(name, { timeout: TEST_TIMEOUT }, () => {
    if (executablePath === undefined) {
      it('needs a browser', (context) =>
        context.skip(`no Chromium at ${named ?? 'the usual places'}; name one in CHROMIUM_PATH`));
      return;
    }
    let browser: Browser;
    let server: Server;
    let origin = '';

    beforeAll(async () => {
      server = await serve();
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has such an address
      const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
      browser = await chromium.launch({ executablePath, args: [...flags, ...sandbox] });
    }, START_TIMEOUT);
    afterAll(async () => {
      await browser?.close();
      server?.close();
    });

    body(async (context) => {
      const page = await browser.newPage();
      page.on('pageerror', (error) => {
        context.annotate(String(error), 'error');
      });
      context.onTestFinished(() => page.close());
      await page.goto(`${origin}/`);
      await page.waitForFunction(() => 'neurite' in globalThis);
      return page;
    });
  });
}

async function serve(): Promise<Server> {
  const files = new Map<string, { readonly type: string; readonly body: string | Uint8Array }>();
  files.set('/', {
    type: 'text/html',
    body: '<!doctype html><title>test</title><script type="module" src="/js/page.js"></script>',
  });
  for (const variant of ['plain', 'relaxed']) {
    const body = readFileSync(join(wasmFolder, `${variant}.wasm`));
    files.set(`/wasm/${variant}.wasm`, { type: 'application/wasm', body });
  }
  const { outputFiles } = await build({
    entryPoints: ['page', 'worker'].map((name) => join(here, `${name}.ts`)),
    outdir: '/js',
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['@neurite/source', 'browser', 'import', 'default'],
    mainFields: ['browser', 'module', 'main'],
    external: ['node:*'],
    chunkNames: 'chunk-[hash]',
    logLevel: 'silent',
  });
  for (const { path, text } of outputFiles) {
    files.set(`/js/${path.split(/[\\/]/).at(-1)}`, { type: 'text/javascript', body: text });
  }
  const server = createServer((request, response) => {
    // The package looks for its modules beside itself, and the bundle is somewhere else.
    const path = request.url?.replace(/^.*\/wasm\//, '/wasm/') ?? '';
    const file = files.get(path);
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': file?.type ?? 'text/plain' });
    response.end(file?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
