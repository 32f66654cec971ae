import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type Served, serve } from '@neurite/browser-testing';

/** What a program in a page says: see train-step.mjs and products.mjs. */
export type PageReport = {
  readonly simd?: string;
  readonly worst?: number;
  readonly different?: number;
  readonly threads?: number;
  readonly reason?: string;
  readonly weight?: number;
  readonly error?: string;
};

declare global {
  /** The page's: turns the engine on, runs something and says what came of it. */
  var report: (options: object) => Promise<PageReport>;
}

/** Serves a page, and files: what `folders` maps the beginning of a path to. */
export function servePage({
  folders,
  html = '<!doctype html><script type="module" src="/page.js"></script>',
  headers = {},
}: {
  readonly folders: Readonly<Record<string, string>>;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
}): Promise<Served> {
  const find = (name: string): string | Uint8Array | undefined => {
    if (name === 'index.html') return html;
    const prefix = Object.keys(folders).find((each) => name.startsWith(each));
    const file = prefix === undefined ? '' : join(folders[prefix]!, name.slice(prefix.length));
    return existsSync(file) && statSync(file).isFile() ? readFileSync(file) : undefined;
  };
  return serve(find, { headers });
}

/** What `report` says in the page of a site. */
export async function reportIn(browser: Browser, { url }: Served, options: object = {}): Promise<PageReport> {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    await page.waitForFunction(() => 'report' in globalThis);
    return await page.evaluate((given) => globalThis.report(given), options);
  } finally {
    await page.close();
  }
}
