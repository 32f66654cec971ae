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
 * @param {{ build?: readonly string[] }} [options] `build` limits the build to some packages, in turbo's notation
 */
export async function setUp({ build = [] } = {}) {
  try {
    await install();
    await buildPackages(build);
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    console.error(`${error.output}\nsetup: ${error.message}`);
    process.exit(error.code);
  }
}

async function install() {
  const stamp = join(root, 'node_modules', '.neurite-setup');
  const wanted = dependencyHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  const version = /** @type {string} */ (readManifest(root).packageManager).replace('pnpm@', '');
  const started = performance.now();
  console.log(`setup: installing dependencies with pnpm ${version} …`);
  // Without a terminal pnpm would refuse to replace a node_modules folder that another version has made.
  const args = ['install', '--frozen-lockfile', '--config.confirmModulesPurge=false'];
  if (installedVersion('pnpm') === version) await run('pnpm', args);
  else await run('npx', ['-y', `pnpm@${version}`, ...args]);
  writeFileSync(stamp, wanted);
  console.log(`setup: installed in ${seconds(started)}`);
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
