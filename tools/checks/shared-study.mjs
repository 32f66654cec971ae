import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from '../lib/load.mjs';
import { inTemporaryFolder } from '../lib/temporary-folder.mjs';
import { root } from '../lib/workspace.mjs';

const PROCESSES = 4;
const TRIALS = 2000;
/** Of who is killed, and after which pauses. */
const SEED = 7;
/** The longest time between two kills, in milliseconds. */
const PAUSE = 600;

/**
 * `npm test` kills one process, of one trial.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const sharedStudy = {
  name: 'shared-study',
  alone: true,
  title: `A study of ${TRIALS} trials in a journal loses nothing while its ${PROCESSES} processes are killed at random`,
  onRequest: true,
  run: () => inTemporaryFolder('shared-study', play),
};

/** @param {string} folder */
async function play(folder) {
  const random = (await load('packages/core/dist/index.js')).RandomStream.fromSeed(SEED);
  const path = join(folder, 'study.jsonl');
  let [kills, started] = [0, 0];
  const begun = performance.now();
  const notes = () => join(folder, `notes-${started++}`);
  /** @type {Map<import('node:child_process').ChildProcess, string>} with what each notes its trials in */
  const running = new Map();
  /** @type {string[]} */
  const failures = [];
  const start = () =>
    new Promise((/** @type {(ended: 'killed' | 'done') => void} */ resolve) => {
      const script = join(root, 'packages/tuning/test/support/crowd-worker.mjs');
      const file = notes();
      const child = fork(script, [path, file, String(TRIALS)], { execArgv: [], silent: true });
      let errors = '';
      child.stderr?.on('data', (text) => {
        errors += text;
      });
      running.set(child, file);
      child.on('close', (code, signal) => {
        running.delete(child);
        if (signal === null && code !== 0) failures.push(`a process ended with exit code ${code}: ${errors}`);
        resolve(signal === 'SIGKILL' ? 'killed' : 'done');
      });
    });
  // Whoever is killed comes back.
  const lane = async () => {
    while ((await start()) === 'killed');
  };
  let isOver = false;
  const killer = (async () => {
    while (!isOver) {
      await new Promise((resolve) => setTimeout(resolve, random.uniform() * PAUSE));
      // However long a start takes: who is killed has finished a trial before, else nobody would get beyond the start.
      const all = [...running].filter(([, file]) => existsSync(file)).map(([child]) => child);
      const victim = all.length === 0 ? undefined : all[random.integer(all.length)];
      if (victim?.kill('SIGKILL') !== true) continue;
      kills++;
      // Time in which trials are run, too.
      if (kills % PROCESSES === 0) await new Promise((resolve) => setTimeout(resolve, 4 * PAUSE));
    }
  })();
  await Promise.all(Array.from({ length: PROCESSES }, lane));
  isOver = true;
  await killer;

  const { createStudy, float } = await load('packages/tuning/dist/index.js');
  const { journal } = await load('packages/tuning/dist/journal.js');
  const study = await createStudy({ x: float(0, 1), y: float(0, 1) }, { log: journal(path), retries: 1000 });
  /** @type {{ number: number, state: string, values: object, result: number | undefined, retryOf: number | undefined }[]} */
  const trials = study.trials;
  await study.close();
  const by = (/** @type {string} */ state) => trials.filter((trial) => trial.state === state);
  const numbers = new Map(trials.map((trial) => [trial.number, trial]));
  let acknowledged = 0;
  for (let i = 0; i < started; i++) {
    const file = join(folder, `notes-${i}`);
    if (!existsSync(file)) continue;
    // The last line of one that was killed may be cut off.
    for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
      acknowledged++;
      const [number, result] = JSON.parse(line);
      if (numbers.get(number)?.result !== result) failures.push(`the result of trial ${number} is lost`);
    }
  }
  const retried = new Set(trials.map(({ retryOf }) => retryOf));
  const values = new Set(by('complete').map((trial) => JSON.stringify(trial.values)));
  // Those of the last moments have nobody any more who could try them again.
  const given = by('lost').filter((trial) => !retried.has(trial.number) && !values.has(JSON.stringify(trial.values)));
  if (given.length > PROCESSES) failures.push(`${given.length} lost trials were not tried again`);
  if (by('complete').length < TRIALS) failures.push(`${by('complete').length} trials are complete`);
  if (by('running').length > PROCESSES) failures.push(`${by('running').length} trials run still`);
  if (by('failed').length + by('pruned').length > 0) failures.push('trials failed');
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  const note =
    `${by('complete').length} trials complete, ${acknowledged} of them acknowledged and all kept; ${kills} kills, ` +
    `${by('lost').length} trials lost and tried again, ${started} processes, ${seconds} s`;
  return { failures, note };
}
