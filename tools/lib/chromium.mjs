import { join } from 'node:path';
import { findBrowser } from '../../packages/browser-testing/src/find-browser.mjs';
import { attempt } from './run.mjs';
import { root } from './workspace.mjs';

/** For a download of about 150 MB on a slow connection. */
const TIMEOUT = 600_000;

/**
 * Finds Chromium for the tests, or installs it: through Playwright into the user's cache, else with apt-get as root on
 * Debian. `PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1` forbids both; an invalid `CHROMIUM_PATH` is not replaced by another
 * browser.
 *
 * @returns {Promise<string | undefined>} its path; undefined where there is none and none can be installed
 */
export async function provideChromium() {
  const found = findBrowser('chromium');
  const { CHROMIUM_PATH: named, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: skip } = process.env;
  if (found !== undefined || named || (skip && skip !== '0')) return found;
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const cli = join(root, 'packages/browser-testing/node_modules/playwright-core/cli.js');
  // Only root may install the system libraries that it needs.
  const withLibraries = isRoot ? ['--with-deps'] : [];
  await tryTo('through Playwright', process.execPath, [cli, 'install', '--no-shell', ...withLibraries, 'chromium']);
  if (findBrowser('chromium') === undefined && isRoot) {
    await tryTo('from the packages of Debian', 'apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
  }
  return findBrowser('chromium');
}

/**
 * @param {string} way in words
 * @param {string} command
 * @param {readonly string[]} args
 */
async function tryTo(way, command, args) {
  console.log(`    no Chromium here: installing it ${way} …`);
  const outcome = await attempt(command, args, {
    timeout: TIMEOUT,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  }).catch((error) => ({ code: 1, output: String(error) })); // no such program
  const lines = outcome.output.trim().split('\n');
  if (outcome.code !== 0)
    console.log(`    that failed: ${lines.find((line) => /error|E:/i.test(line)) ?? lines.at(-1)}`);
}
