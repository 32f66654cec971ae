import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setUp } from '../setup.mjs';
import { ended, environment } from './run.mjs';
import { root } from './workspace.mjs';

/**
 * Sets up the repository and runs one of its programs in the foreground as if it were started by hand: with the
 * terminal and its exit code.
 *
 * @param {string} folder the workspace folder, from the root
 * @param {{ production?: boolean, main?: string, command?: string, also?: readonly string[] }} [options] as for `setUp`;
 *   which file of its `dist` is run, `main.js` by default; `command` stands before the arguments; `also` are folders that it
 *   needs besides
 * @returns {Promise<never>}
 */
export async function startProgram(folder, { production = false, main = 'main.js', command, also = [] } = {}) {
  // Nobody may be reading any more, as after `| head -1`.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  await setUp({ only: [folder, ...also].map((one) => `{./${one}}...`), production });
  const args = [...(command === undefined ? [] : [command]), ...process.argv.slice(2)];
  const child = spawn(process.execPath, [join(root, folder, 'dist', main), ...args], {
    cwd: root,
    env: environment,
    stdio: 'inherit',
  });
  const { code } = await ended(child);
  process.exit(code);
}
