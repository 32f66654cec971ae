import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Browser,
  describeInChromium,
  ISOLATED,
  launchChromium,
  type Served,
  serve,
} from '@neurite/testing/browser';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';

declare global {
  /** The page's: turns the engine on and says what came of it. */
  var report: (options: { threads?: number }) => Promise<string>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const policy = (...directives: string[]): Record<string, string> => ({
  ...ISOLATED,
  'content-security-policy': ["default-src 'self'", ...directives].join('; '),
});

const script = `
  import { useWasm } from './src/index.js';
  import { matMul, ones, removeBackend } from '@tensorflow/tfjs-core';
  globalThis.report = async (options) => {
    try {
      const report = await useWasm(options);
      const values = await matMul(ones([400, 400]), ones([400, 400])).data();
      removeBackend('wasm');
      return String(report) + '; ' + values[7];
    } catch (error) {
      return error.message;
    }
  };
`;

describeInChromium('threads in a page', () => {
  let browser: Browser;
  let bundle = '';
  const servers: Served[] = [];

  beforeAll(async () => {
    const { outputFiles } = await build({
      stdin: { contents: script, resolveDir: root },
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      conditions: ['@neurite/source', 'browser', 'import', 'default'],
      mainFields: ['browser', 'module', 'main'],
      logLevel: 'silent',
    });
    bundle = outputFiles[0]!.text;
    browser = await launchChromium();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    for (const server of servers) await server.close();
  });

  /** What `useWasm` says in a page with these headers. The bundle lies where the package's files lie to one another. */
  async function reportWith(
    headers: Readonly<Record<string, string>>,
    options: { threads?: number } = {},
  ): Promise<string> {
    const server = await serve(
      (path) => {
        const name = basename(path);
        if (name.endsWith('.wasm')) return readFileSync(`${root}wasm/${name}`);
        if (path.includes('/worker/')) return readFileSync(`${root}src/internal/worker/${name}`);
        if (name === 'page.js') return bundle;
        return '<!doctype html><script type="module" src="/js/internal/page.js"></script>';
      },
      { headers },
    );
    servers.push(server);
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.waitForFunction(() => 'report' in globalThis);
    const text = await page.evaluate((given) => globalThis.report(given), options);
    await page.close();
    return text;
  }

  it('run where it is cross-origin isolated', async () => {
    expect(await reportWith(ISOLATED, { threads: 3 })).toMatch(/^wasm \(relaxed SIMD, 3 threads\): .*; 400$/);
    expect(await reportWith(ISOLATED, { threads: 1 })).toMatch(/^wasm \(relaxed SIMD, 1 thread\): .*; 400$/);
  });

  it('are one elsewhere, and it says what to set', async () => {
    expect(await reportWith({})).toMatch(
      /^wasm \(relaxed SIMD, 1 thread\): .*; one thread, because the page is not cross-origin isolated; serve it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp; .*; 400$/,
    );
  });

  it('run under a content security policy that allows what they need', async () => {
    const headers = policy("script-src 'self' 'wasm-unsafe-eval'", "worker-src 'self'");
    expect(await reportWith(headers, { threads: 2 })).toMatch(/2 threads.*; 400$/);
  });

  it('name the directive of a content security policy that forbids them', async () => {
    const headers = policy("script-src 'self' 'wasm-unsafe-eval'", "worker-src 'none'");
    expect(await reportWith(headers, { threads: 2 })).toBe(
      "useWasm: the page's content security policy forbids threads by its directive `worker-src`. " +
        "Allow the script with `worker-src 'self'`, or take `useWasm({ threads: 1 })`.",
    );
  });

  it('name the directive that forbids WebAssembly', async () => {
    expect(await reportWith(policy())).toBe(
      "useWasm: the page's content security policy forbids WebAssembly by its directive `script-src`. " +
        "Allow it with `script-src 'self' 'wasm-unsafe-eval'`.",
    );
  });
});
