import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/run.mjs';
import { inTemporaryFolder } from '../lib/temporary-folder.mjs';
import { root } from '../lib/workspace.mjs';

/** No augmentations of samples, and on no sheet: they change batches on an engine, or are what others are made of. */
const OTHERS = ['augmentBatches', 'augmentImages', 'warpAffine'];

/**
 * Each is drawn once; `npm run augmentations` draws six of each, to be looked at.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const contactSheet = {
  name: 'contact-sheet',
  title: '`npm run augmentations` draws every augmentation, in images that can be decoded',
  run: () =>
    inTemporaryFolder('sheet', async (folder) => {
      const file = join(folder, 'sheet.html');
      await run(process.execPath, [join(root, 'tools', 'augmentations.mjs'), '--draws', '1', '--to', file]);
      const page = readFileSync(file, 'utf8');
      const load = (/** @type {string} */ path) => import(new URL(`../../packages/${path}`, import.meta.url).href);
      const [augmentations, { decodePng }] = await Promise.all([
        load('data-augmentation/dist/index.js'),
        load('images/dist/png/index.js'),
      ]);
      const rows = new Map(
        Array.from(page.matchAll(/<tr><th>(\w+)<\/th>(.*?)<\/tr>/gs), ([, name, row]) => [name, row]),
      );
      const failures = Object.keys(augmentations)
        .filter((name) => !OTHERS.includes(name) && !rows.has(name))
        .map((name) => `${name} is not on the sheet`);
      let images = 0;
      for (const [name, row = ''] of rows) {
        if (/NaN|undefined|Infinity/.test(row.replaceAll(/base64,[^"]*/g, ''))) failures.push(`${name} has no numbers`);
        for (const [, text = ''] of row.matchAll(/src="data:image\/png;base64,([^"]*)"/g)) {
          const { shape } = decodePng(Buffer.from(text, 'base64'), { name });
          if (shape.length !== 3 || shape[2] !== 3) failures.push(`${name} has an image of shape ${shape}`);
          images++;
        }
      }
      if (images < rows.size) failures.push(`the sheet has ${images} images of ${rows.size} augmentations`);
      return { failures, note: `${rows.size} augmentations, ${images} images` };
    }),
};
