import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { attempt, run } from './run.mjs';

/** The first of the ports that its daemons listen to. */
const PORT = 16_817;
/** Its programs that run on, the last one first to end. */
const DAEMONS = ['slurmd', 'slurmctld', 'munged'];

/** The command of Debian that installs all of it. */
export const INSTALL_SLURM = 'sudo apt-get install slurm-wlm munge libpmix-dev openmpi-bin';

/**
 * What a Slurm of this machine needs and is missing; undefined where it can start.
 *
 * @returns {Promise<string | undefined>}
 */
export async function missingForSlurm() {
  if (process.getuid?.() !== 0) return 'its daemons are started by root';
  for (const program of [...DAEMONS, 'mpirun']) {
    const found = await attempt('which', [program]);
    if (found.code !== 0) return `${program} is not installed: ${INSTALL_SLURM}`;
  }
  return undefined;
}

/**
 * Starts Slurm with this machine as its only one, apart from any other: its files are in a folder, its ports its own.
 *
 * @param {string} folder
 * @returns {Promise<{ env: Record<string, string>, stop: () => Promise<void>, log: () => string }>} `env` has its programs find it
 */
export async function startSlurm(folder) {
  for (const name of ['state', 'spool']) mkdirSync(join(folder, name));
  const key = join(folder, 'munge.key');
  writeFileSync(key, randomBytes(64), { mode: 0o600 });
  const socket = join(folder, 'munge.socket');
  const config = join(folder, 'slurm.conf');
  const host = hostname().split('.')[0];
  writeFileSync(config, configuration({ folder, socket, host: String(host) }));
  const env = { SLURM_CONF: config };
  const munge = ['key-file', 'pid-file', 'log-file', 'seed-file'].map(
    (name) => `--${name}=${join(folder, name === 'key-file' ? 'munge.key' : `munged.${name.replace('-file', '')}`)}`,
  );
  const stop = async () => {
    for (const daemon of DAEMONS) await end(join(folder, `${daemon}.pid`));
  };
  try {
    await run('munged', ['--force', `--socket=${socket}`, ...munge]);
    await run('slurmctld', ['-f', config], { env });
    await run('slurmd', ['-f', config, '-N', String(host)], { env });
  } catch (error) {
    await stop();
    throw error;
  }
  const log = () =>
    DAEMONS.slice(0, 2)
      .map((name) => readFileSync(join(folder, `${name}.log`), 'utf8'))
      .join('\n');
  return { env, stop, log };
}

/**
 * Ends a daemon and waits until it has: it writes into its folder to the last.
 *
 * @param {string} file with its process id
 */
async function end(file) {
  try {
    const id = Number(readFileSync(file, 'utf8'));
    for (process.kill(id); ; process.kill(id, 0)) await sleep(100);
  } catch {
    // It has not started, or it is gone.
  }
}

/** @param {{ folder: string, socket: string, host: string }} where */
function configuration({ folder, socket, host }) {
  const daemon = (/** @type {string} */ name, /** @type {string} */ title, /** @type {number} */ port) => [
    `${title}PidFile=${join(folder, `${name}.pid`)}`,
    `${title}LogFile=${join(folder, `${name}.log`)}`,
    `${title}Port=${port}`,
  ];
  return [
    'ClusterName=neurite',
    `SlurmctldHost=${host}(127.0.0.1)`,
    'SlurmUser=root',
    'SlurmdUser=root',
    'AuthType=auth/munge',
    // What is queued again waits for so many seconds.
    `AuthInfo=socket=${socket},cred_expire=10`,
    `StateSaveLocation=${join(folder, 'state')}`,
    `SlurmdSpoolDir=${join(folder, 'spool')}`,
    // Files of PMIx, whose names another Slurm would have, too.
    `TmpFS=${folder}`,
    ...daemon('slurmctld', 'Slurmctld', PORT),
    ...daemon('slurmd', 'Slurmd', PORT + 1),
    // A container has no control groups.
    'ProctrackType=proctrack/linuxproc',
    'TaskPlugin=task/none',
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_CPU',
    'ReturnToService=2',
    // More processors than there are: two processes of a task each.
    'SlurmdParameters=config_overrides',
    `NodeName=${host} NodeAddr=127.0.0.1 CPUs=4`,
    'PartitionName=all Nodes=ALL Default=YES State=UP',
    '',
  ].join('\n');
}
