import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ended, environment } from '../lib/run.mjs';
import { root } from '../lib/workspace.mjs';

const SEEDS = [1, 2, 3];
/** The mean share of photographs that have to be answered right, and the minutes that a training may take. */
const [ACCURACY, MINUTES] = [0.87, 30];

/**
 * Trains in `runs/pets-<seed>`: what was interrupted goes on, what is done is not done again.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const pets = {
  name: 'pets',
  alone: true,
  title: `Trains on 2,000 photographs of cats and dogs with ${SEEDS.length} seeds, and tests on 800 others; up to ${MINUTES} minutes each`,
  onRequest: true,
  run: async () => {
    const data = process.env.NEURITE_PETS || join(root, '..', 'shared', 'data', 'pets');
    if (!existsSync(data)) {
      return { failures: [], passed: 0, skipped: [`there are no photographs in ${data}; NEURITE_PETS names them`] };
    }
    const failures = [];
    const results = [];
    for (const seed of SEEDS) {
      const run = join(root, 'runs', `pets-${seed}`);
      const args = [join(root, 'apps/pets/dist/main.js'), '--data', data, '--seed', String(seed), '--run', run];
      const { code } = await ended(spawn(process.execPath, args, { cwd: root, env: environment, stdio: 'inherit' }));
      if (code !== 0) return { failures: [`seed ${seed} ended with exit code ${code}`] };
      const { testAccuracy, trainSeconds } = JSON.parse(readFileSync(join(run, 'summary.json'), 'utf8'));
      const minutes = trainSeconds / 60;
      results.push(testAccuracy);
      console.log(`seed ${seed}: ${(100 * testAccuracy).toFixed(1)} % in ${minutes.toFixed(1)} minutes`);
      if (minutes > MINUTES) failures.push(`seed ${seed} took ${minutes.toFixed(1)} minutes, above ${MINUTES}`);
    }
    const mean = results.reduce((sum, value) => sum + value, 0) / results.length;
    if (mean < ACCURACY) failures.push(`${(100 * mean).toFixed(1)} % on average, below ${100 * ACCURACY} %`);
    return { failures, note: `${(100 * mean).toFixed(1)} % on average` };
  },
};
