import { expect, test } from 'vitest';
import { kernelsOf } from '../tools/kernel-files.js';

test.each([
  ['assets/plain-Bx_3kQ9z.wasm', 'plain'],
  ['assets/plain-threads-Bx_3kQ9z.wasm', 'plain-threads'],
  // Hashes are base64, with dashes.
  ['assets/relaxed--x3kQ-z1.wasm', 'relaxed'],
  ['assets/relaxed-threads-ab-cd-e_.wasm', 'relaxed-threads'],
  ['assets/worker-Bx_3kQ9z.js', undefined],
])('%s is a module of the engine: %s', (file, variant) => {
  expect(kernelsOf(file)).toBe(variant);
});
