import { verdict } from '../lib/check.mjs';
import { inTemporaryFolder } from '../lib/temporary-folder.mjs';
import { root } from '../lib/workspace.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const firstStart = {
  name: 'first-start',
  alone: true,
  title: 'A new clone of what is committed installs, builds and trains by `npm start` alone',
  onRequest: true,
  run: () =>
    inTemporaryFolder('first-start', async (folder) => {
      const cloned = await verdict('git', ['clone', '--quiet', root, folder]);
      if (cloned.failures.length > 0) return cloned;
      return verdict('npm', ['start', '--', '--epochs', '1'], { cwd: folder });
    }),
};
