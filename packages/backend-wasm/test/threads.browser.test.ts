import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

declare global {
  /** The page's: turns the engine on and says what came of it. */
  var report: (options: { threads?: number }) => Promise<string>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (place) => place !== undefined && existsSync(place),
);
const isolated = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};
const policy = (...directives: string[]): Record<string, string> => ({
  ...isolated,
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

describe.skipIf(executablePath === undefined)('threads in a page (skipped without Chromium)', () => {
  let browser: Browser;
  let bundle = '';
  const servers: Server[] = [];

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
    const args = ['--no-first-run', '--disable-quic', '--disable-background-networking', '--disable-component-update'];
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    browser = await chromium.launch({ executablePath: executablePath!, args: [...args, '--disable-sync', ...sandbox] });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    for (const server of servers) server.close();
  });

  /** What `useWasm` says in a page with these headers. The bundle lies where the package's files lie to one another. */
  async function reportWith(headers: Record<string, string>, options: { threads?: number } = {}): Promise<string> {
    const server = createServer((request, response) => {
      const name = basename(request.url ?? '');
      const file = name.endsWith('.wasm')
        ? { type: 'application/wasm', body: readFileSync(`${root}wasm/${name}`) }
        : request.url?.includes('/worker/')
          ? { type: 'text/javascript', body: readFileSync(`${root}src/internal/worker/${name}`) }
          : name === 'page.js'
            ? { type: 'text/javascript', body: bundle }
            : { type: 'text/html', body: '<!doctype html><script type="module" src="/js/internal/page.js"></script>' };
      response.writeHead(200, { 'content-type': file.type, ...headers }).end(file.body);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction(() => 'report' in globalThis);
    const text = await page.evaluate((given) => globalThis.report(given), options);
    await page.close();
    return text;
  }

  it('run where it is cross-origin isolated', async () => {
    expect(await reportWith(isolated, { threads: 3 })).toMatch(/^wasm \(relaxed SIMD, 3 threads\): .*; 400$/);
    expect(await reportWith(isolated, { threads: 1 })).toMatch(/^wasm \(relaxed SIMD, 1 thread\): .*; 400$/);
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
