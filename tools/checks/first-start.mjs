import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { root } from '../lib/workspace.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const firstStart = {
  name: 'first-start',
  alone: true,
  title: 'A new clone of what is committed installs, builds and trains by `npm start` alone',
  onRequest: true,
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'neurite-first-start-'));
    try {
      const { failures } = await verdict('git', ['clone', '--quiet', root, folder]);
      if (failures.length > 0) return { failures };
      return await verdict('npm', ['start', '--', '--epochs', '1'], { cwd: folder });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
