import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';
import { publicPackages } from './workspace.mjs';

/** @type {Promise<Map<string, string>> | undefined} */
let packed;

/**
 * Packs every published package once per run, as for publishing; the folder is removed when the process ends.
 *
 * @returns {Promise<Map<string, string>>} the paths of the tarballs by package name
 */
export function tarballs() {
  packed ??= packAll();
  return packed;
}

async function packAll() {
  const folder = mkdtempSync(join(tmpdir(), 'neurite-packed-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const found = new Map();
  const waiting = publicPackages().entries();
  const lane = async () => {
    for (const [i, { path, manifest }] of waiting) {
      const own = join(folder, String(i));
      mkdirSync(own);
      await run('pnpm', ['pack', '--pack-destination', own], { cwd: path });
      found.set(manifest.name, join(own, String(readdirSync(own)[0])));
    }
  };
  // Most of the time of one goes into starting pnpm.
  await Promise.all([lane(), lane()]);
  return found;
}
