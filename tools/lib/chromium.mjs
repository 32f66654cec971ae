import { join } from 'node:path';
import { findBrowser } from '../../packages/browser-testing/src/find-browser.mjs';
import { attempt } from './run.mjs';
import { root } from './workspace.mjs';

/** A download of some 150 MB, on a slow line. */
const TIMEOUT = 600_000;

/**
 * Finds Chromium for the tests, or installs it: through Playwright into the user's own cache, else as root of a Debian
 * from its packages. `PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1` forbids both; a `CHROMIUM_PATH` that leads nowhere is not
 * replaced by another browser.
 *
 * @returns {Promise<string | undefined>} its path; undefined where there is none, and none can be had
 */
export async function provideChromium() {
  const found = findBrowser('chromium');
  const { CHROMIUM_PATH: named, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: skip } = process.env;
  if (found !== undefined || named || (skip && skip !== '0')) return found;
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const cli = join(root, 'packages/browser-testing/node_modules/playwright-core/cli.js');
  // Only root may install the system's libraries that it needs.
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
