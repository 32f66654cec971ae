import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, describeInChromium, ISOLATED, launchChromium, type Served } from '@neurite/browser-testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleWithEsbuild, bundleWithWebpack } from '../support/bundle.js';
import { reportIn, servePage } from '../support/pages.js';

const wasm = fileURLToPath(new URL('../../wasm', import.meta.url));
const STEP = expect.closeTo(-0.08, 5);
const COPY =
  "Serve a copy of the folder node_modules/@neurite/backend-wasm/wasm and give its URL: `useWasm({ paths: '/wasm/' })`";

describeInChromium('a bundle of the built package in a page', () => {
  let browser: Browser;
  let folder = '';
  const sites: Served[] = [];
  const site = async (...options: Parameters<typeof servePage>): Promise<Served> => {
    const served = await servePage(...options);
    sites.push(served);
    return served;
  };
  const bundled = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'neurite-bundles-'));
    await bundleWithWebpack(bundled('webpack'), 'web');
    await bundleWithEsbuild(bundled('esbuild'), { platform: 'browser' });
    await bundleWithEsbuild(bundled('iife'), { platform: 'browser', format: 'iife' });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    for (const each of sites) await each.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('webpack finds everything, with threads and without', async () => {
    const served = await site({
      folders: { '': bundled('webpack') },
      html: '<!doctype html><script src="/page.js"></script>',
      headers: ISOLATED,
    });
    expect(await reportIn(browser, served, { threads: 1 })).toMatchObject({ threads: 1, weight: STEP });
    expect(await reportIn(browser, served, { threads: 2 })).toMatchObject({ threads: 2, weight: STEP });
  });

  it('esbuild needs a copy of one folder, named by one string', async () => {
    const served = await site({ folders: { 'engine/': wasm, '': bundled('esbuild') }, headers: ISOLATED });
    for (const threads of [1, 2]) {
      expect(await reportIn(browser, served, { threads, paths: '/engine' })).toMatchObject({ threads, weight: STEP });
    }
  });

  it.each([
    ['esbuild', 'the kernels could not be loaded from SITE/wasm/relaxed.wasm (HTTP status 404)'],
    ['iife', 'the kernels could not be found, because this bundle is not an ES module and has no `import.meta.url`'],
  ])('says so without the copy: %s', async (name, problem) => {
    const served = await site({ folders: { '': bundled(name) } });
    const { error } = await reportIn(browser, served, { threads: 1 });
    expect(error).toBe(`useWasm: ${problem.replace('SITE/', served.url)}. ${COPY}.`);
  });

  it('says so where a server answers every address with its page', async () => {
    const served = await site({ folders: { '': bundled('esbuild') } });
    const { error } = await reportIn(browser, served, { paths: { relaxed: '/', 'relaxed-threads': '/' } });
    expect(error).toBe(
      `useWasm: the kernels could not be loaded from ${served.url} (the file is not a WebAssembly module). ${COPY}.`,
    );
  });

  it('takes the files from another origin, with threads and without', async () => {
    const cdn = await site({ folders: { 'v1/': wasm }, headers: { 'access-control-allow-origin': '*' } });
    const served = await site({ folders: { '': bundled('esbuild') }, headers: ISOLATED });
    for (const threads of [1, 2]) {
      const step = await reportIn(browser, served, { threads, paths: `${cdn.url}v1/` });
      expect(step).toMatchObject({ threads, weight: STEP });
    }
  });

  it('finds the files beside a package that is itself on another origin', async () => {
    const cdn = await site({
      folders: { 'pkg/dist/': bundled('esbuild'), 'wasm/': wasm },
      headers: { 'access-control-allow-origin': '*' },
    });
    const html = `<!doctype html><script type="module" src="${cdn.url}pkg/dist/page.js" crossorigin></script>`;
    const served = await site({ folders: {}, html, headers: ISOLATED });
    expect(await reportIn(browser, served, { threads: 2 })).toMatchObject({ threads: 2, weight: STEP });
  });
});
