import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt } from '../lib/run.mjs';
import { readReport } from '../lib/vitest-report.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * @typedef {{ name: string, package: string, command: readonly string[], differs?: Readonly<Record<string, string>> }} Runtime
 *   `command` runs a program of `package`, which npx installs; `differs` has the beginnings of names of tests that fail
 *   there, with the reason
 */

/** @type {readonly Runtime[]} */
const RUNTIMES = [
  { name: 'Node 22', package: 'node@22', command: ['node'] },
  { name: 'Node 24', package: 'node@24', command: ['node'] },
  { name: 'Node 26', package: 'node@26', command: ['node'] },
  {
    name: 'Deno 2',
    package: 'deno@2',
    command: ['deno', 'run', '-A'],
    differs: {
      'differentiates in plain Node': 'it starts Node with options of Node',
    },
  },
  { name: 'Bun 1', package: 'bun@1', command: ['bun', '--bun'] },
];
const FOLDERS = ['packages/core', 'packages/ops', 'packages/backend-wasm', 'packages/training'];

/** @type {import('../lib/check.mjs').Check} */
export const runtimes = {
  name: 'runtimes',
  alone: true,
  title: `The tests of ${FOLDERS.map((folder) => folder.slice('packages/'.length)).join(', ')} on other runtimes: ${RUNTIMES.map(({ name }) => name).join(', ')}`,
  onRequest: true,
  run: async () => {
    const reports = mkdtempSync(join(tmpdir(), 'neurite-runtimes-'));
    const total = { passed: 0, failed: 0 };
    /** @type {string[]} */
    const failures = [];
    /** @type {string[]} */
    const skipped = [];
    try {
      for (const runtime of chosen()) {
        const { output } = await attempt('npx', [...npx(runtime), ...runtime.command.slice(0, 1), '--version']);
        const version = /\d+\.\d+\.\d+/.exec(output)?.[0] ?? output.trim();
        for (const folder of FOLDERS) {
          const outcome = await testsOn(runtime, folder, join(reports, 'report.json'));
          console.log(
            `    ${runtime.name} (${version}), ${folder}: ${outcome.passed} passed, ${outcome.failed} failed`,
          );
          total.passed += outcome.passed;
          total.failed += outcome.failed;
          failures.push(...outcome.failures.map((failure) => `${runtime.name}, ${folder}: ${failure}`));
          skipped.push(...outcome.skipped.map((test) => `${runtime.name}, ${folder}: ${test}`));
        }
      }
    } finally {
      rmSync(reports, { recursive: true, force: true });
    }
    return { failures, ...total, skipped };
  },
};

/** `NEURITE_RUNTIMES="Deno 2,Bun 1"` takes some of them. */
function chosen() {
  const wanted = process.env.NEURITE_RUNTIMES?.split(',').map((name) => name.trim());
  return RUNTIMES.filter(({ name }) => wanted?.includes(name) ?? true);
}

/** @param {Runtime} runtime */
function npx(runtime) {
  return ['--yes', '--package', runtime.package, '--'];
}

/**
 * @param {Runtime} runtime
 * @param {string} folder
 * @param {string} report
 * @returns {Promise<{ passed: number, failed: number, failures: string[], skipped: string[] }>}
 */
async function testsOn(runtime, folder, report) {
  rmSync(report, { force: true });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const own = join(root, folder, 'vitest.config.ts');
  const options = ['run', '--config', existsSync(own) ? own : join(root, 'vitest.config.ts')];
  const { output } = await attempt(
    'npx',
    [
      ...npx(runtime),
      ...runtime.command,
      vitest,
      ...options,
      // Pages are the same whatever runs the tests.
      '--exclude=**/*.browser.test.ts',
    ],
    { cwd: join(root, folder), env: { NEURITE_REPORT: report } },
  );
  const results = readReport(report);
  if (results === undefined) return { passed: 0, failed: 1, failures: [`no report\n${output.trim()}`], skipped: [] };
  /** @type {string[]} */
  const failures = [];
  /** @type {string[]} */
  const skipped = [];
  for (const { name, status, message, assertionResults } of results.testResults) {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    for (const { fullName, failureMessages = [] } of failed) {
      const difference = Object.entries(runtime.differs ?? {}).find(([beginning]) => fullName.startsWith(beginning));
      if (difference === undefined) failures.push(`${fullName}: ${failureMessages[0]?.split('\n')[0]}`);
      else skipped.push(`${fullName} (${difference[1]})`);
    }
    if (status === 'failed' && failed.length === 0)
      failures.push(`${name}: ${message || 'it failed outside of its tests'}`);
  }
  return { passed: results.numPassedTests, failed: failures.length, failures, skipped };
}
