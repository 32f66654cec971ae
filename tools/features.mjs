import './lib/node-version.mjs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ended, environment } from './lib/run.mjs';
import { root } from './lib/workspace.mjs';
import { setUp } from './setup.mjs';

/**
 *     npm run features     checks every operation on every available engine, and writes FEATURES.md
 */

await setUp();
const child = spawn('vitest', ['run', '--config', '../../vitest.config.ts', '--update'], {
  cwd: join(root, 'packages', 'conformance'),
  stdio: 'inherit',
  env: { ...environment, NEURITE_FEATURES: 'write' },
  // npm's programs are .cmd files on Windows.
  shell: process.platform === 'win32',
});
const { code } = await ended(child);
process.exitCode = code;
