import './lib/node-version.mjs';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { attempt, isMain, ProgramError, run } from './lib/run.mjs';
import { packages, readManifest, root } from './lib/workspace.mjs';

/**
 * Makes a fresh clone ready: installs what is missing, builds what has changed. Says in one line each what takes time.
 *
 * @param {{ only?: readonly string[] }} [options] `only` limits both to some packages as pnpm and turbo name them:
 *   `{./folder}...` is that in a folder with all that it depends on
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

  // What was there before stays beside what is wanted now; no filter is everything.
  const all = filters.length === 0 || before?.filters.length === 0;
  const wanted = all ? [] : [...new Set([...(before?.filters ?? []), ...filters])];
  const version = /** @type {string} */ (readManifest(root).packageManager).replace('pnpm@', '');
  const started = performance.now();
  console.log(`setup: installing dependencies with pnpm ${version} …`);
  // Without a terminal pnpm would refuse to replace a node_modules folder that another version has made.
  const args = ['install', '--frozen-lockfile', '--config.confirmModulesPurge=false'];
  // The root's own are the tools.
  if (wanted.length > 0) args.push('--filter=.', ...wanted.map((filter) => `--filter=${filter}`));
  if (installedVersion('pnpm') === version) await run('pnpm', args);
  else await run('npx', ['-y', `pnpm@${version}`, ...args]);
  writeFileSync(stamp, JSON.stringify({ hash, filters: wanted }));
  console.log(`setup: installed in ${seconds(started)}`);
}

/**
 * What was installed last: by which dependencies, and for which packages; for all of them where there is no filter.
 *
 * @param {string} stamp
 * @returns {{ hash: string, filters: string[] } | undefined}
 */
function readStamp(stamp) {
  try {
    return JSON.parse(readFileSync(stamp, 'utf8'));
  } catch {
    // There is none, or one of an earlier form.
    return undefined;
  }
}

/** @param {readonly string[]} filters */
async function buildPackages(filters) {
  const started = performance.now();
  // A build that comes from the cache is over before there is something to say.
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
    // On a terminal each letter has a colour of its own.
    if (!stripVTControlCharacters(output).includes('FULL TURBO')) console.log(`setup: built in ${seconds(started)}`);
  } finally {
    clearTimeout(patience);
  }
}

/** What node_modules depends on: the lockfile, and the dependencies that each package asks for. */
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
