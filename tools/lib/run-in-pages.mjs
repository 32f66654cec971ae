import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { findBrowser } from '../../packages/browser-testing/src/find-browser.mjs';
import { root } from './workspace.mjs';

/** Milliseconds for one program, also on a machine that does much else. */
const LIMIT = 600_000;
const TYPES = { html: 'text/html', js: 'text/javascript', wasm: 'application/wasm' };

/**
 * Runs bundled programs in Chromium, each in a page of its own, one browser for all.
 *
 * @param {string} folder of the bundles
 * @param {readonly string[]} files the programs among them
 * @param {string} wasm the folder of the engine's modules, which are served at any path
 * @returns {Promise<{ file: string, text: string }[] | undefined>} what went wrong; undefined where there is no Chromium
 */
export async function runInPages(folder, files, wasm) {
  const executablePath = findBrowser('chromium');
  if (executablePath === undefined) return undefined;
  const { chromium } = createRequire(join(root, 'packages/browser-testing/package.json'))('playwright-core');
  const server = createServer((request, response) => {
    const name = basename(new URL(request.url ?? '/', 'http://localhost').pathname);
    const extension = /** @type {keyof typeof TYPES} */ (name.split('.').at(-1));
    const file = join(extension === 'wasm' ? wasm : folder, name);
    const content = extension === 'html' ? pageOf(name) : existsSync(file) ? readFileSync(file) : undefined;
    response.writeHead(content === undefined ? 404 : 200, { 'content-type': TYPES[extension] ?? 'text/plain' });
    response.end(content);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  // Chromium refuses to start its sandbox as root.
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  try {
    const wrong = [];
    for (const file of files) {
      const page = await browser.newPage();
      try {
        await page.goto(`http://127.0.0.1:${port}/${file.replace(/js$/, 'html')}`);
        const outcome = await page.waitForFunction('globalThis.outcome', undefined, { timeout: LIMIT });
        const text = String(await outcome.jsonValue());
        if (text !== 'ended') wrong.push({ file, text });
      } catch (error) {
        wrong.push({ file, text: error instanceof Error ? error.message : String(error) });
      } finally {
        await page.close();
      }
    }
    return wrong;
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}

/**
 * A page that says how its program ended.
 *
 * @param {string} name
 */
function pageOf(name) {
  const program = name.replace(/html$/, 'js');
  return `<!doctype html><title>${program}</title><body><button></button><canvas></canvas><script type="module">
const fail = (error) => (globalThis.outcome ??= String(error));
addEventListener('error', ({ message }) => fail(message));
addEventListener('unhandledrejection', ({ reason }) => fail(reason));
import('./${program}').then(() => (globalThis.outcome ??= 'ended'), fail);
</script>`;
}

/**
 * The folder of a package's `.wasm` files.
 *
 * @param {string} modules
 */
export function wasmOf(modules) {
  const folder = join(modules, '@neurite', 'backend-wasm', 'wasm');
  if (!readdirSync(folder).some((file) => file.endsWith('.wasm'))) throw new RangeError(`no .wasm file in ${folder}`);
  return folder;
}
