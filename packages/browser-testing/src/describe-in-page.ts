import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, type TestContext } from 'vitest';
import { describeInChromium, sharedChromium } from './chromium.js';
import { PAGE_BUNDLE } from './page-bundle.js';
import { type Served, serve } from './serve.js';

/** A program for a page, in its sources. */
export type PageProgram = {
  /** The files that are bundled; each is served as `/js/<its name>.js`. */
  readonly entryPoints: readonly [page: string, ...workers: string[]];
  /** The global that the page's program sets when it is ready. */
  readonly ready: string;
  /** A folder of `.wasm` files, which are served at any path. */
  readonly wasm: string;
};

/**
 * Declares tests in pages of Chromium that have loaded a program; WebGPU and WebGL are rendered in software. Without
 * Chromium, one skipped test says why.
 *
 * @param body gets a function that opens a new page; call it in each test with its context
 */
export function describeInPage(
  name: string,
  program: PageProgram,
  body: (open: (context: TestContext) => Promise<Page>) => void,
): void {
  const declare = (): void => {
    let server: Served;

    beforeAll(async () => {
      server = await serveProgram(program);
    });
    afterAll(async () => {
      await server?.close();
    });

    body(async (context) => {
      const browser = await sharedChromium({ gpu: 'software' });
      const page = await browser.newPage();
      page.on('pageerror', (error) => {
        context.annotate(String(error), 'error');
      });
      context.onTestFinished(() => page.close());
      await page.goto(server.url);
      await page.waitForFunction((ready) => ready in globalThis, program.ready);
      return page;
    });
  };
  describeInChromium(name, declare);
}

async function serveProgram({ entryPoints, wasm }: PageProgram): Promise<Served> {
  const page = basename(entryPoints[0]).replace(/\.\w+$/, '.js');
  const files = new Map<string, string>([
    ['index.html', `<!doctype html><title>test</title><script type="module" src="/js/${page}"></script>`],
  ]);
  const { outputFiles } = await build({
    entryPoints: [...entryPoints],
    ...PAGE_BUNDLE,
    outdir: '/js',
    splitting: true,
    write: false,
    chunkNames: 'chunk-[hash]',
  });
  for (const { path, text } of outputFiles) files.set(`js/${path.split(/[\\/]/).at(-1)}`, text);
  // The engine looks for its modules beside itself, and the bundle is somewhere else.
  return serve((name) => (name.endsWith('.wasm') ? readFileSync(join(wasm, basename(name))) : files.get(name)));
}
