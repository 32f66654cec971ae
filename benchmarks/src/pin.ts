import { spawnSync } from 'node:child_process';

/** The cores that this process was allowed when it started; undefined where there is no taskset. */
const allowed: readonly number[] | undefined = allowedCores();

/**
 * Keeps this process, and what it starts from now on, on so many cores, so that the system moves nothing about while it is
 * measured.
 *
 * @returns one line that says what was done
 */
export function pin(count: number): string {
  if (allowed === undefined) return 'not pinned: there is no taskset here';
  const cores = coresFor(count);
  if (cores === undefined) return `not pinned: ${count} cores were asked for, ${allowed.length} may be used`;
  const done = spawnSync('taskset', ['-acp', cores, String(process.pid)], { encoding: 'utf8' });
  return done.status === 0 ? `pinned to core ${cores}` : `not pinned: ${done.stderr.trim()}`;
}

/** A command that runs on so many cores; as it is, where it cannot be pinned. */
export function onCores(count: number, command: readonly string[]): readonly string[] {
  const cores = coresFor(count);
  return cores === undefined ? command : ['taskset', '-c', cores, ...command];
}

/**
 * Gives the first thread of a process the last of so many cores and deals the others out to the rest, for the system
 * often leaves two threads on one core when they wake together.
 */
export function pinEach([first, ...others]: readonly number[], count: number): void {
  const cores = coresFor(count)?.split(',');
  if (cores === undefined || count < 2) return;
  spawnSync('taskset', ['-cp', cores.at(-1)!, String(first)]);
  for (const [i, thread] of others.entries()) {
    spawnSync('taskset', ['-cp', cores[i % (count - 1)]!, String(thread)]);
  }
}

/** Whether so many threads have a core each. */
export function hasCores(count: number): boolean {
  return allowed === undefined || allowed.length >= count;
}

/** The last ones: interrupts and the rest of the system mostly live on the first. */
function coresFor(count: number): string | undefined {
  return allowed === undefined || allowed.length < count ? undefined : allowed.slice(-count).join(',');
}

function allowedCores(): number[] | undefined {
  const asked = spawnSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' });
  return asked.status === 0 ? parseCores(asked.stdout.slice(asked.stdout.lastIndexOf(':') + 1)) : undefined;
}

/** `0,2-4` as [0, 2, 3, 4], the way in which Linux lists cores. */
export function parseCores(list: string): number[] {
  return list
    .trim()
    .split(',')
    .flatMap((part) => {
      const [from, to = from] = part.split('-').map(Number);
      return Array.from({ length: to! - from! + 1 }, (_, i) => from! + i);
    });
}
