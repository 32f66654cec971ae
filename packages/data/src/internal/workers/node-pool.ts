import { loadPeer } from '../load-peer.js';
import { buffersOf } from './buffers-of.js';
import type { MapTask, WorkerPool } from './map-task.js';

/** Behind a name, so that bundlers of pages leave it out. */
const TINYPOOL: string = 'tinypool';

/**
 * Threads of Node, by tinypool. It waits for their ends by `once` of node:events, which asks a thread that fails meanwhile for
 * `removeListener`; those of tinypool 2 have none, and the process would end.
 */
export async function nodePool(where: string, url: string, count: number): Promise<WorkerPool> {
  const { Tinypool } = await loadPeer(
    where,
    TINYPOOL,
    () => import(/* @vite-ignore */ /* webpackIgnore: true */ TINYPOOL) as Promise<typeof import('tinypool')>, // of that name
  );
  const pool = new Tinypool({ filename: url, minThreads: 0, maxThreads: count, idleTimeout: 1000 });
  /** Of what runs. A thread whose module cannot be loaded has no task yet: the pool is told, and its tasks wait on. */
  const pending = new Set<(error: unknown) => void>();
  pool.on('error', (error: unknown) => {
    for (const reject of pending) reject(error);
  });
  return {
    run: (task: MapTask) => {
      const transferList = task.transfer ? [...buffersOf(task.element)] : [];
      return new Promise((resolve, reject) => {
        pending.add(reject);
        pool
          .run({ ...task, through: 'tinypool' }, { transferList })
          .then(resolve, reject)
          .finally(() => pending.delete(reject));
      });
    },
    close: async () => {
      for (const worker of pool.threads) Object.assign(worker, { removeListener: () => {} });
      await pool.destroy();
    },
  };
}
