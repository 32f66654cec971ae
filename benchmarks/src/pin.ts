import { spawnSync } from 'node:child_process';

/**
 * Keeps this process and all that it starts on so many cores, so that the system moves nothing about while it is
 * measured.
 *
 * @returns one line that says what was done
 */
export function pin(count: number): string {
  const pid = String(process.pid);
  const asked = spawnSync('taskset', ['-cp', pid], { encoding: 'utf8' });
  if (asked.status !== 0) return 'not pinned: there is no taskset here';
  const allowed = parseCores(asked.stdout.slice(asked.stdout.lastIndexOf(':') + 1));
  if (allowed.length < count) return `not pinned: ${count} cores were asked for, ${allowed.length} may be used`;
  // The last ones: interrupts and the rest of the system mostly live on the first.
  const cores = allowed.slice(-count).join(',');
  const done = spawnSync('taskset', ['-acp', cores, pid], { encoding: 'utf8' });
  return done.status === 0 ? `pinned to core ${cores}` : `not pinned: ${done.stderr.trim()}`;
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
