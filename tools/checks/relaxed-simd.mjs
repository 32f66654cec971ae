import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt } from '../lib/run.mjs';
import { readReport } from '../lib/vitest-report.mjs';
import { root } from '../lib/workspace.mjs';

/** Kernels that multiply and add, where the two kinds of modules differ. */
const FILES = ['products', 'winograd', 'transcendental'];
/** Node 20 has relaxed SIMD behind a flag, later versions have it always. */
const FLAG = '--experimental-wasm-relaxed-simd';

/** @type {import('../lib/check.mjs').Check} */
export const relaxedSimd = {
  name: 'relaxed-simd',
  title: 'A sample of the tests of backend-wasm on its kernels with relaxed SIMD',
  run: async () => {
    const folder = join(root, 'packages', 'backend-wasm');
    const flags = Number(process.versions.node.split('.')[0]) < 22 ? [FLAG] : [];
    const question = "import { supportedSimd } from './dist/internal/simd.js'; console.log(supportedSimd());";
    const answer = await attempt(process.execPath, [...flags, '--input-type=module', '-e', question], { cwd: folder });
    if (answer.output.trim() !== 'relaxed') return { failures: [`no relaxed SIMD here: ${answer.output.trim()}`] };

    const reports = mkdtempSync(join(tmpdir(), 'neurite-relaxed-'));
    try {
      const report = join(reports, 'report.json');
      const options = ['--exclude=**/*.browser.test.ts'];
      const { code, output } = await attempt(
        'vitest',
        ['run', ...options, ...flags.map((flag) => `--execArgv=${flag}`), ...FILES],
        { cwd: folder, env: { NEURITE_REPORT: report } },
      );
      const results = readReport(report);
      const counts = { passed: results?.numPassedTests ?? 0, failed: results?.numFailedTests ?? 1 };
      return { failures: code === 0 ? [] : [output.trim()], ...counts };
    } finally {
      rmSync(reports, { recursive: true, force: true });
    }
  },
};
