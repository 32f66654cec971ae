import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchChromium, PAGE_BUNDLE, type Served, serve } from '@neurite/browser-testing';
import { build } from 'esbuild';
import type { OpResult, Thoroughness } from './check-op.js';
import { type BrowserEngine, type Column, joinParts, type Part } from './columns.js';

/** Checks the named operations in pages of Chromium, on one engine. */
export async function checkInBrowser(
  engine: BrowserEngine,
  { names, runs }: { readonly names: readonly string[]; readonly runs: Thoroughness },
): Promise<{ readonly column: Column; readonly version: string }> {
  const server = await servePage();
  let version = '';
  const inNewBrowser = async (part: Part, left: readonly string[]): Promise<Column> => {
    const browser = await launchChromium({ gpu: 'software' });
    try {
      version = `Chromium ${browser.version().split('.')[0]}`;
      const page = await browser.newPage();
      await page.goto(server.url);
      await page.waitForFunction(() => 'conformance' in globalThis);
      const given = [engine, part, left, runs] as const;
      return await page.evaluate((all) => globalThis.conformance.checkNamed(...all), given);
    } finally {
      await browser.close();
    }
  };
  const inFull = async (part: Part): Promise<Column> => {
    const column: Record<string, OpResult> = {};
    // After an operation that takes the device away, a new browser goes on.
    const missing = (): string[] => names.filter((name) => !(name in column));
    for (let left = missing(); left.length > 0; left = missing()) Object.assign(column, await inNewBrowser(part, left));
    return column;
  };
  try {
    return { column: joinParts(await inFull('numbers'), await inFull('empty')), version };
  } finally {
    await server.close();
  }
}

async function servePage(): Promise<Served> {
  const { outputFiles } = await build({
    entryPoints: [join(dirname(fileURLToPath(import.meta.url)), 'page.ts')],
    ...PAGE_BUNDLE,
    write: false,
  });
  const files = new Map([
    ['index.html', '<!doctype html><title>features</title><script type="module" src="/page.js"></script>'],
    ['page.js', outputFiles[0]!.text],
  ]);
  return serve((name) => files.get(name));
}
