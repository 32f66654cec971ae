import './lib/node-version.mjs';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { buildState, readBuildStamp, writeBuildStamp } from './lib/build-stamp.mjs';
import { progressLine } from './lib/progress-line.mjs';
import { attempt, environment, isMain, ProgramError, run } from './lib/run.mjs';
import { packages, readManifest, root } from './lib/workspace.mjs';

/**
 * Prepares a clone: installs what is missing, builds what has changed, and shows what it is doing.
 *
 * @param {{ only?: readonly string[], production?: boolean }} [options] `only` limits both to some packages, in the
 *   syntax of pnpm and turbo: `{./folder}...` is the package of a folder with all its dependencies. `production`
 *   installs what these need to be built and to run, without what tests and checks need
 */
export async function setUp({ only = [], production = false } = {}) {
  try {
    const path = await install(only, production);
    await buildPackages(only, path);
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    console.error(`${error.output}\nsetup: ${error.message}`);
    process.exit(error.code);
  }
}

/**
 * @typedef {{ hash: string, filters: string[], production?: boolean, pnpm?: string }} Stamp the last installation: a
 *   hash of the dependencies, the filters (none means all packages), whether it left out what only tests need, and the
 *   folder of a pnpm that is not among the dependencies
 */

/**
 * @param {readonly string[]} filters
 * @param {boolean} production
 * @returns {Promise<string>} the path of programs in which pnpm is
 */
async function install(filters, production) {
  const stamp = join(root, 'node_modules', '.neurite-setup');
  const hash = dependencyHash();
  const before = readStamp(stamp);
  const pnpmIsThere = before?.pnpm === undefined || existsSync(before.pnpm);
  const version = /** @type {string} */ (readManifest(root).packageManager).replace('pnpm@', '');
  const hasPnpm = installedVersion('pnpm') === version;
  const plan = planInstall({ before, hash: pnpmIsThere ? hash : undefined, filters, production, hasPnpm });
  if (plan === undefined) return withFolder(before?.pnpm);

  const { wanted, lean } = plan;
  const line = progressLine();
  const started = performance.now();
  let doing = hasPnpm ? 'installing' : `getting pnpm ${version}`;
  const tick = () => line.show(`setup: ${doing} … ${seconds(started)}`);
  tick();
  const ticking = setInterval(tick, 1000);
  try {
    let pnpm = hasPnpm ? undefined : await folderOfPnpm(version);
    const gotten = seconds(started);
    const installing = performance.now();
    doing = lean ? 'installing what training needs (about 290 MB)' : 'installing the dependencies';
    // Without a terminal, pnpm would refuse to replace a node_modules folder of another pnpm version.
    const args = ['install', '--frozen-lockfile', '--config.confirmModulesPurge=false', '--reporter=append-only'];
    // The dependencies of the root are the tools of the build, its devDependencies those of the checks.
    if (wanted.length > 0)
      args.push('--filter=.', ...wanted.map((filter) => `--filter${lean ? '-prod' : ''}=${filter}`));
    if (lean) args.push('--prod');
    const what = doing;
    const options = {
      env: { PATH: withFolder(pnpm) },
      onOutput: (/** @type {string} */ text) => {
        const counts = [...text.matchAll(/Progress: (.*), done|Progress: (.*)/g)].at(-1);
        if (counts !== undefined) doing = `${what}: ${counts[1] ?? counts[2]}`;
      },
    };
    const { code, output } = await attempt('pnpm', args, options);
    if (code !== 0) {
      // pnpm replaces what another store was the source of in a full installation only.
      if (!output.includes('ERR_PNPM_UNEXPECTED_STORE')) throw new ProgramError('pnpm install', code, output);
      line.end('setup: these dependencies were installed under another home folder; installing them again');
      removeDependencies();
      // The one among the dependencies is gone with them.
      pnpm ??= await folderOfPnpm(version);
      await run('pnpm', args, { ...options, env: { PATH: withFolder(pnpm) } });
    }
    /** @type {Stamp} */
    const done = { hash, filters: wanted, ...(lean ? { production: true } : {}) };
    // A full installation has a pnpm of its own.
    if (pnpm !== undefined && installedVersion('pnpm') !== version) done.pnpm = pnpm;
    writeFileSync(stamp, JSON.stringify(done));
    const parts = pnpm === undefined ? '' : ` (pnpm itself: ${gotten})`;
    line.end(`setup: installed in ${seconds(installing)}${parts}`);
    return withFolder(done.pnpm);
  } finally {
    clearInterval(ticking);
  }
}

/**
 * What an installation has to do.
 *
 * @param {{ before: Stamp | undefined, hash: string | undefined, filters: readonly string[], production: boolean,
 *   hasPnpm: boolean }} state `before` is the last installation, `hash` that of the dependencies now (undefined: install
 *   anyway); `hasPnpm` is whether pnpm is among the dependencies that are installed
 * @returns {{ wanted: string[], lean: boolean } | undefined} the filters (none means all packages), and whether what only
 *   tests need is left out; undefined where all is there
 */
export function planInstall({ before, hash, filters, production, hasPnpm }) {
  const all = before?.filters.length === 0;
  const enough =
    all ||
    ((production || before?.production !== true) &&
      filters.length > 0 &&
      filters.every((filter) => before?.filters.includes(filter) === true));
  if (before !== undefined && before.hash === hash && enough) return undefined;
  // Packages that were installed before stay installed; no filter means all packages.
  const wanted = filters.length === 0 || all ? [] : [...new Set([...(before?.filters ?? []), ...filters])];
  // Among the dependencies pnpm is for checks: where it is, somebody installed them by hand, and they stay.
  const lean = wanted.length > 0 && production && !hasPnpm && (before === undefined || before.production === true);
  return { wanted, lean };
}

function removeDependencies() {
  for (const folder of [root, ...packages().map(({ path }) => path)]) {
    rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  }
}

/**
 * Where npx keeps a version of pnpm, after it has fetched it when it is not there.
 *
 * @param {string} version
 */
async function folderOfPnpm(version) {
  const script = 'process.stdout.write(process.env.PATH ?? "")';
  const path = await run('npx', [
    '-y',
    '-p',
    `pnpm@${version}`,
    'node',
    '-e',
    process.platform === 'win32' ? `"${script}"` : script,
  ]);
  return /** @type {string} */ (path.split(delimiter).find((folder) => folder.includes('_npx')));
}

/** @param {string | undefined} folder */
function withFolder(folder) {
  return folder === undefined ? environment.PATH : `${folder}${delimiter}${environment.PATH}`;
}

/**
 * @param {string} stamp
 * @returns {Stamp | undefined}
 */
function readStamp(stamp) {
  try {
    return JSON.parse(readFileSync(stamp, 'utf8'));
  } catch {
    // There is none, or its format is an older one.
    return undefined;
  }
}

/**
 * @param {readonly string[]} filters
 * @param {string} path
 */
async function buildPackages(filters, path) {
  const started = performance.now();
  const before = buildState(filters);
  const last = readBuildStamp(filters);
  // Turbo takes a second to find that out.
  if (before !== undefined && before.inputs === last?.inputs && before.outputs === last.outputs) return;
  const line = progressLine();
  const building = new Set();
  // A build from the cache ends before the line is due.
  const tick = () => {
    const names = [...building].slice(-1).map((name) => `, now ${name}`);
    line.show(`setup: building the packages … ${seconds(started)}${names}`);
  };
  const ticking = setInterval(tick, 1000);
  try {
    const args = ['run', 'build', '--output-logs=new-only', '--concurrency=2', '--no-update-notifier', '--ui=stream'];
    const { code, output } = await attempt('turbo', [...args, ...filters.map((filter) => `--filter=${filter}`)], {
      env: { PATH: path },
      onOutput: (text) => {
        const begun = stripVTControlCharacters(text).matchAll(/^@neurite\/(\S+):build: cache miss/gm);
        for (const [, name] of begun) building.add(name);
      },
    });
    line.end();
    if (code !== 0) throw new ProgramError('turbo run build', code, output);
    const after = buildState(filters);
    // What was edited while it was built is looked at again.
    if (before !== undefined && after !== undefined) {
      writeBuildStamp(filters, { inputs: before.inputs, outputs: after.outputs });
    }
    // On a terminal, each letter has its own colour.
    if (stripVTControlCharacters(output).includes('FULL TURBO')) return;
    console.log(`setup: built ${building.size} packages in ${seconds(started)}`);
  } finally {
    clearInterval(ticking);
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
