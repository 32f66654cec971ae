import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { attempt } from '../lib/run.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * `npm test` kills five runs.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const resume = {
  name: 'resume',
  title: 'A training killed at 50 random moments resumes bit for bit; writes docs/measurements/resume.md',
  onRequest: true,
  run: async () => {
    const outcome = await verdict('vitest', ['run', '--config', '../../vitest.config.ts', 'kills'], {
      cwd: join(root, 'packages', 'training'),
      env: { NEURITE_RESUME: '50' },
    });
    await attempt('biome', ['format', '--write', 'docs/measurements/resume.md'], { cwd: root });
    return outcome;
  },
};
