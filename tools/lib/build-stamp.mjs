import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packages, root } from './workspace.mjs';

/**
 * @typedef {{ inputs: string, outputs: string }} BuildState hashes of the names, sizes and times of the files that a build
 *   reads and of those that it has written
 */

const STAMP = join(root, 'node_modules', '.neurite-build');
/** Folders of a package that no build reads. */
const UNREAD = ['node_modules', '.turbo', 'test', 'dist'];

/**
 * How the files of some packages stand now, without reading them.
 *
 * @param {readonly string[]} filters `{./folder}...` each: the package of a folder with all its dependencies
 * @returns {BuildState | undefined} undefined where the filters are others, or files come and go at this moment
 */
export function buildState(filters) {
  const folders = filters.map((filter) => /^\{\.\/(.+)\}\.\.\.$/.exec(filter)?.[1]);
  const closure = withDependencies(folders);
  if (closure === undefined) return undefined;
  try {
    const shared = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile());
    const dists = closure.map(({ path }) => join(path, 'dist')).filter((folder) => existsSync(folder));
    return {
      inputs: hashOf([
        ...shared.map(({ name }) => join(root, name)),
        join(root, 'tools', 'build-kernels.mjs'),
        ...closure.flatMap(({ path }) => filesBelow(path, UNREAD)),
      ]),
      outputs: hashOf(dists.flatMap((folder) => filesBelow(folder))),
    };
  } catch {
    return undefined;
  }
}

/**
 * The last state of a build, undefined where there was none.
 *
 * @param {readonly string[]} filters
 * @returns {BuildState | undefined}
 */
export function readBuildStamp(filters) {
  return readStamps()[filters.join(' ')];
}

/**
 * @param {readonly string[]} filters
 * @param {BuildState} state
 */
export function writeBuildStamp(filters, state) {
  writeFileSync(STAMP, JSON.stringify({ ...readStamps(), [filters.join(' ')]: state }));
}

/** @returns {Record<string, BuildState>} */
function readStamps() {
  try {
    return JSON.parse(readFileSync(STAMP, 'utf8'));
  } catch {
    // There is none, or another program is writing it.
    return {};
  }
}

/**
 * @param {readonly (string | undefined)[]} folders
 * @returns {import('./workspace.mjs').Package[] | undefined} undefined where there are none, or one of them is no package
 */
function withDependencies(folders) {
  const all = packages();
  const found = new Set(folders.map((folder) => all.find((one) => one.folder === folder)));
  for (const one of found) {
    if (one === undefined) return undefined;
    const names = {
      ...one.manifest.dependencies,
      ...one.manifest.devDependencies,
      ...one.manifest.optionalDependencies,
    };
    // A set that grows while it is walked is walked to its end.
    for (const other of all) if (other.manifest.name in names) found.add(other);
  }
  return found.size === 0 ? undefined : /** @type {import('./workspace.mjs').Package[]} */ ([...found]);
}

/**
 * @param {string} folder
 * @param {readonly string[]} [without] names in it
 * @returns {string[]} the paths of all files
 */
export function filesBelow(folder, without = []) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !without.includes(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}

/**
 * A hash of the names, sizes and times of files.
 *
 * @param {readonly string[]} paths
 */
export function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    // The time of the last change cannot be set: a file that is put back with its old time is seen.
    const { size, mtimeMs, ctimeMs } = lstatSync(path);
    hash.update(`${path} ${size} ${mtimeMs} ${ctimeMs}\n`);
  }
  return hash.digest('hex');
}
