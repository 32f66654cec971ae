import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setUp } from '../setup.mjs';
import { ended, environment } from './run.mjs';
import { root } from './workspace.mjs';

/**
 * Sets up the repository and runs one of its programs in the foreground as if it were started by hand: with the
 * terminal and its exit code.
 *
 * @param {string} folder the workspace folder, from the root; its `dist/main.js` is run
 * @param {{ production?: boolean }} [options] as for `setUp`
 * @returns {Promise<never>}
 */
export async function startProgram(folder, { production = false } = {}) {
  // Nobody may be reading any more, as after `| head -1`.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  await setUp({ only: [`{./${folder}}...`], production });
  const child = spawn(process.execPath, [join(root, folder, 'dist', 'main.js'), ...process.argv.slice(2)], {
    cwd: root,
    env: environment,
    stdio: 'inherit',
  });
  const { code } = await ended(child);
  process.exit(code);
}
