import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * @typedef {{
 *   name: string, version: string, description?: string, license?: string, private?: boolean, type?: string,
 *   packageManager?: string, size?: string, files?: string[], homepage?: string, bugs?: string,
 *   repository?: { type: string, url: string, directory?: string },
 *   scripts?: Record<string, string>, exports?: Record<string, unknown>, engines?: Record<string, string>,
 *   dependencies?: Record<string, string>, devDependencies?: Record<string, string>,
 *   peerDependencies?: Record<string, string>, peerDependenciesMeta?: Record<string, { optional?: boolean }>,
 *   optionalDependencies?: Record<string, string>,
 * }} Manifest
 * @typedef {{ folder: string, path: string, manifest: Manifest }} Package `folder` from the root, `path` absolute
 */

/**
 * @param {string} folder
 * @returns {Manifest}
 */
export function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/**
 * Every package of the workspace, in the order of pnpm-workspace.yaml.
 *
 * @returns {Package[]}
 */
export function packages() {
  const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const patterns = /^packages:\n((?: +- .*\n)+)/m.exec(workspace)?.[1]?.match(/[^\s'"-][^\s'"]*/g) ?? [];
  return patterns
    .flatMap((pattern) => (pattern.endsWith('/*') ? children(pattern.slice(0, -2)) : [pattern]))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => ({ folder, path: join(root, folder), manifest: readManifest(join(root, folder)) }));
}

/** The packages that are published. */
export function publicPackages() {
  return packages().filter(({ manifest }) => manifest.private !== true);
}

/** @param {string} folder */
function children(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .sort()
    .map((name) => `${folder}/${name}`);
}
