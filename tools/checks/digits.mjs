import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { inTemporaryFolder } from '../lib/temporary-folder.mjs';
import { root } from '../lib/workspace.mjs';

/** That of `npm start` and the next ones: named before any of them was tested. */
const SEEDS = [7, 8, 9, 10, 11];
/** To be reached, in percent of the test digits of each seed. */
const LEAST = { mean: 99, each: 98.7 };

/** @type {import('../lib/check.mjs').Check} */
export const digits = {
  name: 'digits',
  alone: true,
  title: `Trains as \`npm start\` does with ${SEEDS.length} seeds: ${LEAST.mean} % of the test digits in the mean, ${LEAST.each} % with each`,
  onRequest: true,
  run: () =>
    inTemporaryFolder('digits', async (folder) => {
      const lines = [];
      const shares = [];
      for (const seed of SEEDS) {
        const run = join(folder, String(seed));
        const main = join(root, 'apps/digits/dist/main.js');
        const outcome = await verdict(process.execPath, [main, '--seed', String(seed), '--run', run]);
        if (outcome.failures.length > 0) return outcome;
        const { testAccuracy, trainSeconds } = JSON.parse(readFileSync(join(run, 'summary.json'), 'utf8'));
        // Rounded, since 100 times 0.987 is below 98.7.
        shares.push(Math.round(1e4 * testAccuracy) / 100);
        lines.push(
          `seed ${seed}: ${shares.at(-1)?.toFixed(1)} % of the test digits, trained in ${trainSeconds.toFixed(0)} s`,
        );
        console.log(lines.at(-1));
      }
      const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
      const note = `mean ${mean.toFixed(2)} %, least ${Math.min(...shares).toFixed(1)} %`;
      const reached = mean >= LEAST.mean && Math.min(...shares) >= LEAST.each;
      return { failures: reached ? [] : [`${lines.join('\n')}\n${note}`], note };
    }),
};
