import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setUp } from '../setup.mjs';
import { ended, environment } from './run.mjs';
import { root } from './workspace.mjs';

/**
 * Sets up the repository and runs one of its programs in the foreground as if it were started by hand: with the
 * terminal, its exit code, and one interrupt per Ctrl-C.
 *
 * @param {string} folder the workspace folder, from the root; its `dist/main.js` is run
 * @returns {Promise<never>}
 */
export async function startProgram(folder) {
  await setUp({ only: [`{./${folder}}...`] });
  const once = new URL('one-interrupt.mjs', import.meta.url).href;
  const child = spawn(
    process.execPath,
    ['--import', once, join(root, folder, 'dist', 'main.js'), ...process.argv.slice(2)],
    { cwd: root, env: environment, stdio: 'inherit' },
  );
  const { code } = await ended(child);
  process.exit(code);
}
