import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import type { Reporter } from 'vitest/node';

// Tests read the sources of sibling packages, so no build stands between an edit and its red test.
const conditions = ['@neurite/source', 'module', 'node', 'import', 'default'];

// The JSON report leaves out why a test was skipped, and whether it passed on a later try only; it is listed after this
// one and writes what it finds in `meta`.
const details: Reporter = {
  onTestCaseResult(test) {
    const result = test.result();
    if (result.state === 'skipped' && result.note !== undefined) Object.assign(test.meta(), { reason: result.note });
    if (test.diagnostic()?.flaky === true) Object.assign(test.meta(), { flaky: true });
  },
};

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: [fileURLToPath(new URL('vitest.setup.ts', import.meta.url))],
    // Files of one package share a process and the modules it has loaded, tfjs-core among them: half of the time of
    // small files goes into loading. A file leaves engines and registries as it found them; `--isolate` is for packages
    // whose files cannot.
    isolate: false,
    // On a busy machine everything takes many times as long, and passes; these limits only end what never comes.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 180_000, interval: 50 } },
    // A run beside the ordinary one, on another runtime for example, names a file of its own.
    reporters: ['default', details, ['json', { outputFile: process.env.NEURITE_REPORT ?? 'test-results.json' }]],
  },
});
