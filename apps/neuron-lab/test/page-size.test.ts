import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { dist } from './support/browser.js';

const BUDGET = 450_000;

test('programs and WebAssembly of the page are at most 450 kB with gzip', () => {
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(js|wasm)$/.test(file));
  const sizes = files.map((file) => ({ file, bytes: gzipSync(readFileSync(join(dist, file)), { level: 9 }).length }));
  const programs = sizes.filter(({ file }) => file.endsWith('.js'));
  // A browser loads one of the modules: the largest is counted.
  const module = Math.max(...sizes.filter(({ file }) => file.endsWith('.wasm')).map(({ bytes }) => bytes));
  const total = programs.reduce((sum, { bytes }) => sum + bytes, module);
  console.log(`${(total / 1000).toFixed(0)} kB with gzip of ${BUDGET / 1000} kB`);
  expect(module).toBeGreaterThan(0);
  expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(BUDGET);
});

test('the page holds no script of its own and allows none', () => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  expect(html).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'");
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
  expect(html).not.toMatch(/(src|href)="(\/|https?:)/);
});
