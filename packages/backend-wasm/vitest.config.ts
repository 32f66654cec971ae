import { defineConfig } from 'vitest/config';
import shared from '../../vitest.config.ts';

/** Files that turn engines on and off, or change how the process sees its runtime. */
const APART = ['test/engine/**/*.test.ts', 'test/tfjs-suite/**/*.test.ts', 'test/**/*.browser.test.ts'];
const { include, ...test } = shared.test!; // it has one

export default defineConfig({
  ...shared,
  test: {
    ...test,
    // The files of kernels share a process and one guarded engine.
    projects: [
      { extends: true, test: { name: 'kernels', include: include!, exclude: APART } },
      { extends: true, test: { name: 'engine', include: APART, isolate: true } },
    ],
  },
});
