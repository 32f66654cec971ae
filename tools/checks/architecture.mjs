import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { root } from '../lib/workspace.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const architecture = {
  name: 'architecture',
  title: 'dependency-cruiser: the dependencies between packages, and no import cycles',
  run: () => {
    const folders = ['packages', 'apps', 'examples', 'benchmarks'].filter((folder) => existsSync(join(root, folder)));
    return verdict('depcruise', ['--config', '.dependency-cruiser.mjs', ...folders]);
  },
};
