import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { inTemporaryFolder } from '../lib/temporary-folder.mjs';
import { root } from '../lib/workspace.mjs';

const command = join(root, 'packages', 'backend-node-gpu', 'dist', 'internal', 'main.js');

/**
 * Downloads TensorFlow, 230 to 300 MB, and removes it again; `NEURITE_TENSORFLOW_AT` names one that is there (its folder, an
 * environment of Python, an interpreter). `NEURITE_TENSORFLOW_NODE="npx -y -p node@24 node"` runs them in another Node.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const tensorflow = {
  name: 'tensorflow',
  alone: true,
  title:
    'TensorFlow in Node: setup builds the binding, every operation is as right as committed, and what trains as in a page; downloads 230 MB',
  onRequest: true,
  run: () =>
    inTemporaryFolder('tensorflow', async (folder) => {
      const project = join(folder, 'project');
      mkdirSync(project);
      writeFileSync(join(project, 'package.json'), '{ "private": true }');
      const env = { NEURITE_CACHE: join(folder, 'cache') };
      const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '@tensorflow/tfjs-node@4.22.0'];
      const installed = await verdict('npm', install, { cwd: project });
      if (installed.failures.length > 0) return installed;
      const at = process.env.NEURITE_TENSORFLOW_AT;
      const how = at === undefined ? ['--install'] : ['--tensorflow', at];
      const built = await verdict(process.execPath, [command, 'setup', ...how], { cwd: project, env });
      if (built.failures.length > 0) return built;
      return verdict('vitest', ['run', '--config', '../../vitest.config.ts', 'tensorflow'], {
        cwd: join(root, 'packages', 'conformance'),
        env: { ...env, NEURITE_TENSORFLOW: project },
      });
    }),
};
