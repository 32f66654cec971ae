import { generatedFields } from '../exports.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const exportMapCheck = {
  name: 'exports',
  title: 'The exports, links and prepack script of each package.json are the generated ones',
  run: async () => ({ failures: generatedFields({ write: false }) }),
};
