import { exportMaps } from '../exports.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const exportMapCheck = {
  name: 'exports',
  title: 'The exports maps are those of the sources',
  run: async () => ({ failures: exportMaps({ write: false }) }),
};
