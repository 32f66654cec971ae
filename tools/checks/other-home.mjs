import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { inTemporaryFolder } from '../lib/temporary-folder.mjs';
import { readManifest, root } from '../lib/workspace.mjs';

/** What `npm run lab` sets up. */
const SET_UP = `import('./tools/setup.mjs').then(({ setUp }) => setUp({ only: ['{./apps/neuron-lab}...'] }))`;

/** @type {import('../lib/check.mjs').Check} */
export const otherHome = {
  name: 'other-home',
  alone: true,
  title: 'A clone whose packages were installed under another home folder is set up again',
  onRequest: true,
  run: () =>
    inTemporaryFolder('other-home', async (folder) => {
      const clone = join(folder, 'clone');
      /** @param {string} name */
      const home = (name) => {
        const path = join(folder, name);
        mkdirSync(path);
        const settings = join(homedir(), '.npmrc');
        if (existsSync(settings)) cpSync(settings, join(path, '.npmrc'));
        return { HOME: path, USERPROFILE: path };
      };
      const cloned = await verdict('git', ['clone', '--quiet', root, clone]);
      if (cloned.failures.length > 0) return cloned;
      const pnpm = /** @type {string} */ (readManifest(root).packageManager);
      const install = ['-y', pnpm, 'install', '--frozen-lockfile', '--prefer-offline'];
      const installed = await verdict('npx', install, { cwd: clone, env: home('first') });
      if (installed.failures.length > 0) return installed;
      return verdict(process.execPath, ['-e', SET_UP], { cwd: clone, env: home('second') });
    }),
};
