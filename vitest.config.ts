import { defineConfig } from 'vitest/config';

// Tests read the sources of sibling packages, so no build stands between an edit and its red test.
const conditions = ['@neurite/source', 'module', 'node', 'import', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
  },
});
