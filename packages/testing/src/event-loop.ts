import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How work let others have the event loop. */
export type EventLoopUse = {
  /** The longest time between two turns, in milliseconds: what others on the machine took counts too. */
  readonly delay: number;
  /** The most processor time of this process between two turns, in milliseconds. */
  readonly busy: number;
  /** The most memory that was there beyond that before, in bytes. */
  readonly bytes: number;
};

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)(); // what the flag brings
}

/**
 * Counts how often the event loop turns during work that finds a pause due whenever it looks at the clock, as on a very slow
 * machine. The clock is `performance.now` of this process, which is there again when the work is done.
 */
export async function turnsDuring(work: () => unknown): Promise<number> {
  const { now } = performance;
  let [time, turns, isDone] = [0, 0, false];
  const turn = (): void => {
    turns++;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  performance.now = () => (time += 1000);
  try {
    await work();
  } finally {
    performance.now = now;
    isDone = true;
  }
  return turns;
}

/** Watches the event loop while work goes on. */
export async function eventLoopDuring(work: () => unknown): Promise<EventLoopUse> {
  const memory = (): number => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  collectGarbage(); // else what was there before, and goes, hides what comes
  const before = memory();
  const monitor = monitorEventLoopDelay({ resolution: 1 });
  let [turns, busy, bytes] = [0, 0, 0];
  let isDone = false;
  let since = process.cpuUsage();
  const turn = (): void => {
    const { user, system } = process.cpuUsage(since);
    busy = Math.max(busy, (user + system) / 1e3);
    if (turns++ % 64 === 0) bytes = Math.max(bytes, memory() - before);
    since = process.cpuUsage();
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  monitor.enable();
  await work();
  await new Promise((resolve) => setImmediate(resolve)); // so that the last stretch counts
  isDone = true;
  monitor.disable();
  return { delay: monitor.max / 1e6, busy, bytes };
}
