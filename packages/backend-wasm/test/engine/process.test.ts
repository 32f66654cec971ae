import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const program = fileURLToPath(new URL('../support/idle-program.mjs', import.meta.url));

describe('a program with threads', () => {
  it.skipIf(!existsSync(new URL('../../dist/index.js', import.meta.url)))(
    'takes no processor while it is idle, and ends by itself',
    async () => {
      // As a user runs it: what was built, in plain Node.
      const { stdout } = await run(process.execPath, [program], {
        timeout: 300_000,
        env: { ...process.env, NODE_OPTIONS: '' },
      });
      const { threads, sum, idleShare } = JSON.parse(stdout);
      expect({ threads, sum }).toEqual({ threads: 2, sum: 8000 });
      // One thread that looked out for work all the time would take all of it.
      expect(idleShare).toBeLessThanOrEqual(0.3);
    },
  );
});
