import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeInPage, type Page } from '@neurite/browser-testing';
import type { TestContext } from 'vitest';

const program = {
  entryPoints: [fileURLToPath(new URL('page.ts', import.meta.url))],
  ready: 'neurite',
  wasm: join(dirname(createRequire(import.meta.url).resolve('@neurite/backend-wasm/package.json')), 'wasm'),
} as const;

/** Declares tests in pages of Chromium in which the globals of page.ts are defined. */
export function describeInBrowser(name: string, body: (open: (context: TestContext) => Promise<Page>) => void): void {
  describeInPage(name, program, body);
}
