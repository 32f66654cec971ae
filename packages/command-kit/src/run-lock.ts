import { renameSync, rmSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { ArgumentError } from '@neurite/core/errors';
import { readIfThere } from './read-if-there.js';

/** Who works in a folder. `started` tells a process from a later one with the same id, where the system says it. */
type Owner = { readonly pid: number; readonly host: string; readonly started?: string | undefined };

/**
 * Keeps other runs out of a folder until it is released or this process ends, however it ends: a lock that a killed process
 * left is replaced.
 *
 * @param work what is done in the folder, for the sentence that refuses: `another training is running`
 * @returns what releases the folder before the process ends
 * @throws ArgumentError when another process works in the folder
 */
export async function lockRun(run: string, work: string): Promise<() => void> {
  const lock = `${run}/run.lock`;
  const own = JSON.stringify({ pid: process.pid, host: hostname(), started: await startOf(process.pid) });
  while (!(await create(lock, own))) {
    const found = await readIfThere(`${lock}/${OWNER}`);
    const owner = parse(found);
    if (owner !== undefined && (await isAlive(owner))) {
      const elsewhere = owner.host === hostname() ? '' : ` on ${owner.host}`;
      throw new ArgumentError({
        where: run,
        problem: `another ${work} is running in this folder, process ${owner.pid}${elsewhere}`,
        advice: 'Wait until it ends, or choose another folder with --run',
      });
    }
    await removeStale(lock, found);
  }
  const release = (): void => {
    process.off('exit', release);
    // Moved first: what is removed in parts could be somebody else's by then.
    const aside = asideOf(lock);
    renameSync(lock, aside);
    rmSync(aside, { recursive: true });
  };
  process.on('exit', release);
  return release;
}

const OWNER = 'owner.json';

function asideOf(lock: string): string {
  return `${lock}.${process.pid}`;
}

/** A folder that is moved into place: it is there with its owner, or it is not there. */
async function create(lock: string, own: string): Promise<boolean> {
  const aside = asideOf(lock);
  await mkdir(aside, { recursive: true });
  try {
    await writeFile(`${aside}/${OWNER}`, own);
    await rename(aside, lock);
    return true;
  } catch (error) {
    await rm(aside, { recursive: true });
    // The last is what Windows says.
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

/** Of two processes that find a stale lock, the slower one must not remove the new lock of the faster. */
async function removeStale(lock: string, stale: string | undefined): Promise<void> {
  const aside = asideOf(lock);
  try {
    await rename(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await readIfThere(`${aside}/${OWNER}`)) === stale) await rm(aside, { recursive: true });
  else await rename(aside, lock);
}

function parse(text: string | undefined): Owner | undefined {
  try {
    const { pid, host, started } = JSON.parse(text ?? '') as Partial<Owner>;
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host, started } : undefined;
  } catch {
    return undefined;
  }
}

async function isAlive({ pid, host, started }: Owner): Promise<boolean> {
  // Whether a process of another machine lives cannot be seen from here.
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return started === undefined || started === (await startOf(pid));
}

/** When a process began, in ticks of the system's clock; undefined where there is no /proc. */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readIfThere(`/proc/${pid}/stat`);
  // The name in parentheses may hold spaces; the start is the 20th field after it.
  return stat
    ?.slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .at(19);
}
