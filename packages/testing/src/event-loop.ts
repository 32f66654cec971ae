import { closeSync, openSync, readSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How work let others have the event loop. */
export type EventLoopUse = {
  /** The longest time between two turns, in milliseconds: what others on the machine took counts too. */
  readonly delay: number;
  /**
   * The most processor time of the loop's thread between two turns, in milliseconds: threads that compile and collect beside
   * it are not in it. Where the system does not tell threads apart (all but Linux), that of the process.
   */
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

/** Makes a function that gives the processor time that this thread has had, in milliseconds. */
function processorTime(): { now(): number; close(): void } {
  if (process.platform !== 'linux') {
    const now = (): number => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e3;
    };
    return { now, close: () => {} };
  }
  const file = openSync('/proc/thread-self/schedstat', 'r');
  const text = Buffer.alloc(64);
  // Nanoseconds on a processor, nanoseconds that it waited for one, and how often it got one.
  const now = (): number =>
    Number.parseInt(text.toString('latin1', 0, readSync(file, text, 0, text.length, 0)), 10) / 1e6;
  return { now, close: () => closeSync(file) };
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
  const time = processorTime();
  let since = time.now();
  const turn = (): void => {
    busy = Math.max(busy, time.now() - since);
    if (turns++ % 64 === 0) bytes = Math.max(bytes, memory() - before);
    since = time.now();
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  monitor.enable();
  try {
    await work();
    await new Promise((resolve) => setImmediate(resolve)); // so that the last stretch counts
  } finally {
    isDone = true;
    monitor.disable();
    setImmediate(time.close); // after the last turn
  }
  return { delay: monitor.max / 1e6, busy, bytes };
}
