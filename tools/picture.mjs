import './lib/node-version.mjs';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../packages/browser-testing/src/find-browser.mjs';
import { run } from './lib/run.mjs';
import { root } from './lib/workspace.mjs';

/**
 * Trains as `npm start` does, and shows what it prints in docs/images/start.png and in the words of the README for those
 * who cannot see it: `npm run picture`, on a machine that does nothing else.
 */
const WIDTH = 1060;

const folder = mkdtempSync(join(tmpdir(), 'neurite-picture-'));
const printed = await run(process.execPath, [join(root, 'apps/digits/dist/main.js'), '--run', folder]);
rmSync(folder, { recursive: true });
const lines = printed.trim().replaceAll(folder, 'runs/digits').split('\n');
const last = String(lines.pop());
const found = /^test accuracy (\S+ %) .* in (\d+) s /.exec(last);
if (found === null) throw new RangeError(`npm start ends with another line: ${last}`);
const [, accuracy, seconds] = found;

const asHtml = (/** @type {string} */ text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const html = `<style>
body { margin: 0; background: transparent }
pre { margin: 0; padding: 20px 24px; border-radius: 10px; background: #17191e; color: #d8dadf;
  font: 15px/21.75px 'DejaVu Sans Mono', monospace; white-space: pre-wrap }
i { color: #9a9da5; font-style: normal }
b { color: #fff }
b + b, pre > b:last-child { color: #86e08a }
</style><pre><i>$</i> <b>npm start</b>
${asHtml(lines.join('\n'))}
<b>${asHtml(last)}</b></pre>`;

const { chromium } = createRequire(join(root, 'packages/browser-testing/package.json'))('playwright-core');
const browser = await chromium.launch({
  executablePath: findBrowser('chromium'),
  // Chromium refuses to start its sandbox as root.
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const page = await browser.newPage({ viewport: { width: WIDTH, height: 600 } });
await page.setContent(html);
await page.locator('pre').screenshot({ path: join(root, 'docs/images/start.png'), omitBackground: true });
await browser.close();

const readme = join(root, 'README.md');
const words = `![npm start trains a digit recognizer to ${accuracy} in ${seconds} seconds](docs/images/start.png)`;
writeFileSync(
  readme,
  readFileSync(readme, 'utf8').replace(/^!\[npm start trains .*\]\(docs\/images\/start\.png\)$/m, words),
);
console.log(last);
