import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { describeLab, dist } from './support/browser.js';

/** Bytes of programs and WebAssembly, with gzip. */
const MOST_BYTES = 450_000;

function packedSize(file: string): number {
  return gzipSync(readFileSync(join(dist, 'assets', file)), { level: 9 }).length;
}

describeLab('the budgets of the page', (lab) => {
  test('what every room loads with the usual engine is at most 450 kB with gzip', async () => {
    const page = await lab().open('#layers');
    const loaded = new Set<string>();
    page.context().on('response', (response) => loaded.add(basename(new URL(response.url()).pathname)));
    await page.reload();
    await page.getByText('14 × 14 values').waitFor();
    await page.getByRole('link', { name: 'One neuron' }).click();
    await page.locator('.curves > svg').waitFor();
    await page.getByRole('link', { name: 'A deep network' }).click();
    await page.getByRole('button', { name: 'One step' }).click();
    await page.getByText('step 1', { exact: false }).first().waitFor();
    await page.getByText('Which engines work here?').click();
    await page.locator('.engines').getByText('WebGPU', { exact: true }).waitFor();
    const files = [...loaded].filter((file) => /\.(js|wasm)$/.test(file));
    const sizes = Object.fromEntries(files.map((file) => [file, packedSize(file)]));
    const total = Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0);
    const whole = readdirSync(join(dist, 'assets'))
      .filter((file) => /\.(js|wasm)$/.test(file))
      .reduce((sum, file) => sum + packedSize(file), 0);
    const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;
    console.log(
      `a visit of all rooms loads ${kilobytes(total)} of ${kilobytes(MOST_BYTES)}; with every engine there are ${kilobytes(whole)}`,
    );
    expect(files.some((file) => file.endsWith('.wasm'))).toBe(true);
    expect(files.some((file) => file.startsWith('training-worker'))).toBe(true);
    expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(MOST_BYTES);
  });
});

test('the page holds no script of its own and allows none', () => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  expect(html).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'");
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
  expect(html).not.toMatch(/(src|href)="(\/|https?:)/);
});
