import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PageProgram } from '@neurite/browser-testing';

/** The page that runs cases of operations. */
export const program: PageProgram = {
  entryPoints: [fileURLToPath(new URL('../../src/page.ts', import.meta.url))],
  ready: 'conformance',
  wasm: join(dirname(createRequire(import.meta.url).resolve('@neurite/backend-wasm/package.json')), 'wasm'),
};
