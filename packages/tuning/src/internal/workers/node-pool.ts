import { FormatError } from '@neurite/core';
import type { TrialPool } from './trial-task.js';

/** Behind a name, so that bundlers of pages leave it out. */
const TINYPOOL: string = 'tinypool';

/**
 * Threads of Node, by tinypool. It waits for their ends by `once` of node:events, which asks a thread that fails meanwhile for
 * `removeListener`; those of tinypool 2 have none, and the process would end.
 */
export async function nodePool(where: string, url: string, count: number): Promise<TrialPool> {
  const { Tinypool } = await load(where);
  const pool = new Tinypool({ filename: url, minThreads: 0, maxThreads: count, idleTimeout: 1000 });
  /** Of what runs. A thread whose module cannot be loaded has no task yet: the pool is told, and its tasks wait on. */
  const pending = new Set<(error: unknown) => void>();
  pool.on('error', (error: unknown) => {
    for (const reject of pending) reject(error);
  });
  return {
    run: (task, signal) =>
      new Promise((resolve, reject) => {
        pending.add(reject);
        pool
          .run(task, { transferList: [task.port as never], signal }) // the port of both worlds
          .then(resolve, reject)
          .finally(() => pending.delete(reject));
      }),
    close: async () => {
      for (const worker of pool.threads) Object.assign(worker, { removeListener: () => {} });
      // A thread that fails while it is ended has failed its trial, or has none.
      await pool.destroy().catch(() => {});
    },
  };
}

async function load(where: string): Promise<typeof import('tinypool')> {
  try {
    return (await import(/* @vite-ignore */ /* webpackIgnore: true */ TINYPOOL)) as typeof import('tinypool'); // of that name
  } catch (cause) {
    const problem = 'the npm package tinypool could not be loaded';
    throw new FormatError({ where, problem, advice: 'Install it: npm install tinypool', cause });
  }
}
