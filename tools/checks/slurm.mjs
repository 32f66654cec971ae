import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { attempt, run } from '../lib/run.mjs';
import { INSTALL_SLURM, missingForSlurm, startSlurm } from '../lib/small-slurm.mjs';
import { inTemporaryFolder } from '../lib/temporary-folder.mjs';
import { root } from '../lib/workspace.mjs';

/** How long a job may take, in minutes: one longer than the two before which the script wants its signal. */
const LIMIT = 3;
/** How long it is waited for, in minutes. */
const PATIENCE = 8;
/** What makes two processes on one machine of the job script. */
const SMALL = ['--nodes=1', '--ntasks-per-node=2'];

/** @type {import('../lib/check.mjs').Check} */
export const slurm = {
  name: 'slurm',
  title: 'The job script of docs/guides/clusters.md ends under Slurm, and goes on after its time limit',
  onRequest: true,
  run: async () => {
    const missing = await missingForSlurm();
    if (missing !== undefined) return skipped(missing);
    return inTemporaryFolder('slurm', async (folder) => {
      const { env, stop, log } = await startSlurm(folder);
      // There it finds the packages, and the file system is that of every machine.
      const above = join(root, 'benchmarks', 'node_modules', '.guide');
      mkdirSync(above, { recursive: true });
      const place = mkdtempSync(join(above, 'slurm-'));
      try {
        writeGuide(place);
        const { output } = await attempt('srun', ['--mpi=pmix', 'true'], { env });
        if (/load PMIx library/.test(output)) return skipped(`srun has no library of PMIx: ${INSTALL_SLURM}`);
        return { failures: await play(place, env), note: 'two processes on this machine' };
      } catch (error) {
        return { failures: [`${error instanceof Error ? error.message : error}\n${said(place)}\n${log()}`] };
      } finally {
        await stop();
        rmSync(place, { recursive: true });
      }
    });
  },
};

/** @param {string} why */
function skipped(why) {
  return { failures: [], passed: 0, failed: 0, skipped: [`slurm: ${why}`] };
}

/**
 * The program and the job script as they stand in the guide.
 *
 * @param {string} place
 */
function writeGuide(place) {
  const guide = readFileSync(join(root, 'docs', 'guides', 'clusters.md'), 'utf8');
  const block = (/** @type {RegExp} */ pattern) => /** @type {string} */ (pattern.exec(guide)?.[1]);
  writeFileSync(join(place, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(place, 'train.js'), block(/```js\n([\s\S]*?)```/));
  writeFileSync(join(place, 'job.sh'), block(/```sh\n(#!\/bin\/bash\n[\s\S]*?)```/));
}

/**
 * @param {string} place
 * @param {Record<string, string>} env
 * @returns {Promise<string[]>} what is wrong
 */
async function play(place, env) {
  const options = { cwd: place, env };
  const ends = await submit(['--time=5', 'job.sh'], options);
  const state = await until(async () => {
    const text = await run('scontrol', ['show', 'job', ends], options);
    return /JobState=(COMPLETED|FAILED|TIMEOUT|CANCELLED)/.exec(text)?.[1];
  });
  const first = said(place);
  const failures = state === 'COMPLETED' ? [] : [`the job ended as ${state}:\n${first}`];
  // Twenty lines of the first process, and no second of them.
  if (first.match(/^epoch \d+\/20: loss/gm)?.length !== 20) failures.push(`not twenty epochs, each once:\n${first}`);
  if (failures.length > 0) return failures;

  rmSync(join(place, 'runs'), { recursive: true, force: true });
  const stopped = await submit([`--time=${LIMIT}`, 'job.sh', '100000000'], options);
  await until(async () => /^going on after step \d/m.exec(said(place))?.[0]);
  await run('scancel', [stopped], options);
  // Its processes do not outlive the check.
  await until(async () => ((await run('squeue', ['--noheader'], options)) === '' ? true : undefined));
  const steps = [...said(place).matchAll(/^(?:stopped|going on) after step ([\d,]+)/gm)].map(([, step]) => step);
  if (steps[0] === undefined || steps[0] !== steps[1])
    failures.push(`it did not go on where it was stopped:\n${said(place)}`);
  return failures;
}

/**
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: Record<string, string> }} options
 */
async function submit(args, options) {
  const text = await run('sbatch', [...SMALL, ...args], options);
  return String(/Submitted batch job (\d+)/.exec(text)?.[1]);
}

/**
 * What the last job has said, but for the many lines of its epochs after the first twenty.
 *
 * @param {string} place
 */
function said(place) {
  const [last] = readdirSync(place)
    .filter((name) => name.endsWith('.log'))
    .sort((a, b) => Number(/\d+/.exec(b)?.[0]) - Number(/\d+/.exec(a)?.[0]));
  if (last === undefined) return '';
  return readFileSync(join(place, last), 'utf8').replace(/^epoch \d+\/\d{3,}: .*\n/gm, '');
}

/**
 * @template T
 * @param {() => Promise<T | undefined>} find
 * @returns {Promise<T>}
 */
async function until(find) {
  const end = performance.now() + 60_000 * PATIENCE;
  while (performance.now() < end) {
    const found = await find();
    if (found !== undefined) return found;
    await sleep(1000);
  }
  throw new RangeError(`it has not happened in ${PATIENCE} minutes`);
}
