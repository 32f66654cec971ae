import { verdict } from '../lib/check.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const lint = {
  name: 'lint',
  title: 'Biome: format and lint of every file',
  run: () => verdict('biome', ['check', '--error-on-warnings', '.']),
};
