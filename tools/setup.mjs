import './lib/node-version.mjs';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { attempt, isMain, ProgramError, run } from './lib/run.mjs';
import { packages, readManifest, root } from './lib/workspace.mjs';

/**
 * Prepares a clone: installs what is missing, builds what has changed, and prints a line for each step that takes time.
 *
 * @param {{ only?: readonly string[] }} [options] `only` limits both to some packages, in the syntax of pnpm and
 *   turbo: `{./folder}...` is the package of a folder with all its dependencies
 */
export async function setUp({ only = [] } = {}) {
  try {
    await install(only);
    await buildPackages(only);
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    console.error(`${error.output}\nsetup: ${error.message}`);
    process.exit(error.code);
  }
}

/** @param {readonly string[]} filters */
async function install(filters) {
  const stamp = join(root, 'node_modules', '.neurite-setup');
  const hash = dependencyHash();
  const before = readStamp(stamp);
  const enough =
    before?.filters.length === 0 ||
    (filters.length > 0 && filters.every((filter) => before?.filters.includes(filter) === true));
  if (before?.hash === hash && enough) return;

  // Packages that were installed before stay installed; no filter means all packages.
  const all = filters.length === 0 || before?.filters.length === 0;
  const wanted = all ? [] : [...new Set([...(before?.filters ?? []), ...filters])];
  const version = /** @type {string} */ (readManifest(root).packageManager).replace('pnpm@', '');
  const started = performance.now();
  console.log(`setup: installing dependencies with pnpm ${version} …`);
  // Without a terminal, pnpm would refuse to replace a node_modules folder of another pnpm version.
  const args = ['install', '--frozen-lockfile', '--config.confirmModulesPurge=false'];
  // The dependencies of the root are the tools.
  if (wanted.length > 0) args.push('--filter=.', ...wanted.map((filter) => `--filter=${filter}`));
  if (installedVersion('pnpm') === version) await run('pnpm', args);
  else await run('npx', ['-y', `pnpm@${version}`, ...args]);
  writeFileSync(stamp, JSON.stringify({ hash, filters: wanted }));
  console.log(`setup: installed in ${seconds(started)}`);
}

/**
 * The last installation: a hash of the dependencies, and the filters; no filter means all packages.
 *
 * @param {string} stamp
 * @returns {{ hash: string, filters: string[] } | undefined}
 */
function readStamp(stamp) {
  try {
    return JSON.parse(readFileSync(stamp, 'utf8'));
  } catch {
    // There is none, or its format is an older one.
    return undefined;
  }
}

/** @param {readonly string[]} filters */
async function buildPackages(filters) {
  const started = performance.now();
  // A build from the cache ends before the message is due.
  const patience = setTimeout(() => console.log('setup: building the packages …'), 1000);
  try {
    const args = [
      'run',
      'build',
      '--output-logs=errors-only',
      '--concurrency=2',
      '--no-update-notifier',
      '--ui=stream',
    ];
    const { code, output } = await attempt('turbo', [...args, ...filters.map((filter) => `--filter=${filter}`)]);
    if (code !== 0) throw new ProgramError('turbo run build', code, output);
    // On a terminal, each letter has its own color.
    if (!stripVTControlCharacters(output).includes('FULL TURBO')) console.log(`setup: built in ${seconds(started)}`);
  } finally {
    clearTimeout(patience);
  }
}

/** A hash of the lockfile and of the dependencies of each package. */
function dependencyHash() {
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)));
  for (const { folder, manifest } of [{ folder: '.', manifest: readManifest(root) }, ...packages()]) {
    const { dependencies, devDependencies, peerDependencies, optionalDependencies } = manifest;
    hash.update(JSON.stringify([folder, dependencies, devDependencies, peerDependencies, optionalDependencies]));
  }
  return hash.digest('hex');
}

/** @param {string} name */
function installedVersion(name) {
  const folder = join(root, 'node_modules', name);
  return existsSync(folder) ? readManifest(folder).version : undefined;
}

/** @param {number} started */
function seconds(started) {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

if (isMain(import.meta.url)) await setUp();
