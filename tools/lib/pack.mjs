import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
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
  for (const { path, manifest } of publicPackages()) {
    const before = new Set(readdirSync(folder));
    await run('pnpm', ['pack', '--pack-destination', folder], { cwd: path });
    const file = readdirSync(folder).find((name) => !before.has(name));
    found.set(manifest.name, join(folder, /** @type {string} */ (file)));
  }
  return found;
}
