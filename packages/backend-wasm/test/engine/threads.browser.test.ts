import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Browser, describeInChromium, ISOLATED, launchChromium, type Served } from '@neurite/browser-testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleSources } from '../support/bundle.js';
import { type PageReport, reportIn, servePage } from '../support/pages.js';

const wasm = fileURLToPath(new URL('../../wasm', import.meta.url));
const policy = (...directives: string[]): Record<string, string> => ({
  ...ISOLATED,
  'content-security-policy': ["default-src 'self'", ...directives].join('; '),
});
const ALLOWED = "script-src 'self' 'wasm-unsafe-eval'";
const origin = ({ url }: Served): string => new URL(url).origin;
const STEP = expect.closeTo(-0.08, 5);

describeInChromium('the engine in a page', () => {
  let browser: Browser;
  let folder = '';
  let cdn: Served;
  const sites: Served[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(`${tmpdir()}/neurite-page-`);
    await bundleSources(folder, new URL('../support/train-step.mjs', import.meta.url));
    cdn = await servePage({ folders: { '': wasm }, headers: { 'access-control-allow-origin': '*' } });
    sites.push(cdn);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    for (const site of sites) await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What comes of a step in a page with these headers. The bundle lies where the package's files lie to one another. */
  async function stepWith(headers: Record<string, string>, options: object = {}): Promise<PageReport> {
    const site = await servePage({ folders: { 'wasm/': wasm, '': folder }, headers });
    sites.push(site);
    return reportIn(browser, site, options);
  }

  it('has threads where it is cross-origin isolated', async () => {
    expect(await stepWith(ISOLATED, { threads: 3 })).toMatchObject({ simd: 'relaxed', threads: 3, weight: STEP });
    expect(await stepWith(ISOLATED, { threads: 1 })).toMatchObject({ simd: 'relaxed', threads: 1, weight: STEP });
  });

  it('has one thread elsewhere, and says what to set', async () => {
    const { threads, reason, weight } = await stepWith({});
    expect({ threads, weight }).toEqual({ threads: 1, weight: STEP });
    expect(reason).toMatch(
      /; one thread, because the page is not cross-origin isolated; serve it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp$/,
    );
  });

  it('has threads under a content security policy that allows what they need', async () => {
    const step = await stepWith(policy(ALLOWED, "worker-src 'self'"), { threads: 2 });
    expect(step).toMatchObject({ threads: 2, weight: STEP });
    const elsewhere = policy(ALLOWED, 'worker-src blob:', `connect-src ${origin(cdn)}`);
    expect(await stepWith(elsewhere, { threads: 2, paths: origin(cdn) })).toMatchObject({ threads: 2, weight: STEP });
  });

  it.each([
    [
      'WebAssembly',
      [],
      {},
      'forbids WebAssembly by its directive `script-src`',
      "Allow it with `script-src 'self' 'wasm-unsafe-eval'`",
    ],
    [
      'threads',
      [ALLOWED, "worker-src 'none'"],
      { threads: 2 },
      'forbids threads by its directive `worker-src`',
      "Allow the script with `worker-src 'self'`, or call `useWasm({ threads: 1 })`",
    ],
    [
      'threads whose script is elsewhere',
      [ALLOWED, 'connect-src CDN'],
      { threads: 2, paths: 'CDN' },
      'forbids threads by its directive `worker-src`',
      'Allow the script with `worker-src blob:`, or call `useWasm({ threads: 1 })`',
    ],
    [
      'modules that are elsewhere',
      [ALLOWED],
      { paths: 'CDN' },
      'forbids loading the kernels by its directive `connect-src`',
      'Allow their origin with `connect-src CDN`',
    ],
  ])('names the directive that forbids %s', async (_, directives, options, problem, advice) => {
    const known = (text: string): string => text.replace('CDN', origin(cdn));
    const { error } = await stepWith(policy(...directives.map(known)), JSON.parse(known(JSON.stringify(options))));
    expect(error).toBe(`useWasm: the page's content security policy ${problem}. ${known(advice)}.`);
  });
});
