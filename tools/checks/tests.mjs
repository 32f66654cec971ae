import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { provideChromium } from '../lib/chromium.mjs';
import { attempt } from '../lib/run.mjs';
import { readReport } from '../lib/vitest-report.mjs';
import { packages, root } from '../lib/workspace.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const tests = {
  name: 'test',
  alone: true,
  title: 'vitest: the tests of every package, app and example',
  run: async () => {
    const tested = packages().filter(({ manifest }) => manifest.scripts?.test !== undefined);
    // A report that exists afterwards was written by this run, or restored from the cache of an equal one.
    for (const { path } of tested) rmSync(report(path), { force: true });
    const chromium = await provideChromium();
    const stopTelling = tellAsTheyCome(tested);
    const args = ['run', 'test', '--continue=always', '--output-logs=errors-only', '--log-order=grouped'];
    const { code, output } = await attempt(
      'turbo',
      [...args, '--concurrency=3', '--no-update-notifier', '--ui=stream'],
      // Part of the cache key, so that tests that were skipped without a browser run when there is one.
      { env: chromium === undefined ? {} : { CHROMIUM_PATH: chromium } },
    );
    stopTelling();
    return summary(tested, code === 0 ? [] : [output.trim()]);
  },
};

/**
 * @param {readonly import('../lib/workspace.mjs').Package[]} tested
 * @param {string[]} failures
 */
function summary(tested, failures) {
  let passed = 0;
  let failed = 0;
  const broken = [];
  const skipped = [];
  const flaky = [];
  for (const { folder, path } of tested) {
    const results = readReport(report(path));
    const counted = (results?.numPassedTests ?? 0) + (results?.numFailedTests ?? 0);
    if (results === undefined || counted === 0) {
      failures.push(`${folder}: ${results === undefined ? 'its tests left no report' : 'not one test ran'}`);
      failed++;
      continue;
    }
    passed += results.numPassedTests;
    failed += results.numFailedTests;
    for (const file of results.testResults) {
      const name = relative(root, file.name);
      // A file that fails before its first test has no failed test to count.
      if (file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed')) {
        failures.push(`${name}: ${file.message}`);
        failed++;
      }
      for (const test of file.assertionResults) {
        if (test.status === 'failed') broken.push(`${name}: ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`);
        if (test.meta?.flaky === true) flaky.push(`${name}: ${test.fullName}`);
        if (test.status === 'passed' || test.status === 'failed') continue;
        skipped.push(`${name}: ${test.fullName}${test.meta?.reason ? ` (${test.meta.reason})` : ` (${test.status})`}`);
      }
    }
  }
  if (failures.length > 0 && failed === 0) failed = 1;
  return { failures, passed, failed, broken, skipped, flaky, note: `${tested.length} packages` };
}

/**
 * @param {string} [message]
 */
const firstLine = (message = '') => message.split('\n', 1)[0]?.slice(0, 200);

/**
 * Prints a line for each package whose tests have ended.
 *
 * @param {readonly import('../lib/workspace.mjs').Package[]} tested
 * @returns {() => void} prints the rest and stops
 */
function tellAsTheyCome(tested) {
  const waiting = new Set(tested);
  const tell = () => {
    for (const one of waiting) {
      const results = readReport(report(one.path));
      if (results === undefined) continue;
      waiting.delete(one);
      console.log(`    ${one.folder}: ${results.numPassedTests} passed, ${results.numFailedTests} failed`);
    }
  };
  const timer = setInterval(tell, 500);
  return () => {
    clearInterval(timer);
    tell();
  };
}

/** @param {string} path */
function report(path) {
  return join(path, 'test-results.json');
}
