import { verdict } from '../lib/check.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const unused = {
  name: 'unused',
  title: 'knip: no unused files, exports or dependencies',
  run: () => verdict('knip', ['--no-progress', '--no-config-hints']),
};
