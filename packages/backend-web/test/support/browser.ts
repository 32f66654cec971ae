import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Browser,
  describeInChromium,
  launchChromium,
  PAGE_BUNDLE,
  type Page,
  type Served,
  serve,
} from '@neurite/browser-testing';
import { build } from 'esbuild';
import { afterAll, beforeAll, type TestContext } from 'vitest';

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
  const declare = (): void => {
    let browser: Browser;
    let server: Served;

    beforeAll(async () => {
      server = await serveBundle();
      browser = await launchChromium({ gpu: 'software' });
    }, START_TIMEOUT);
    afterAll(async () => {
      await browser?.close();
      await server?.close();
    });

    body(async (context) => {
      const page = await browser.newPage();
      page.on('pageerror', (error) => {
        context.annotate(String(error), 'error');
      });
      context.onTestFinished(() => page.close());
      await page.goto(server.url);
      await page.waitForFunction(() => 'neurite' in globalThis);
      return page;
    });
  };
  describeInChromium(name, declare, { timeout: TEST_TIMEOUT });
}

async function serveBundle(): Promise<Served> {
  const files = new Map<string, string>([
    ['index.html', '<!doctype html><title>test</title><script type="module" src="/js/page.js"></script>'],
  ]);
  const { outputFiles } = await build({
    entryPoints: ['page', 'worker'].map((name) => join(here, `${name}.ts`)),
    ...PAGE_BUNDLE,
    outdir: '/js',
    splitting: true,
    write: false,
    chunkNames: 'chunk-[hash]',
  });
  for (const { path, text } of outputFiles) files.set(`js/${path.split(/[\\/]/).at(-1)}`, text);
  // The engine looks for its modules beside itself, and the bundle is somewhere else.
  return serve((name) => (name.endsWith('.wasm') ? readFileSync(join(wasmFolder, basename(name))) : files.get(name)));
}
