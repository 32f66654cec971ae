import { askWorker, type WorkerClient } from '@neurite/page-kit/ask-worker';
import type { Calls } from './calls.js';

/** The worker in which the network computes. */
export type LookerWorker = WorkerClient<Calls>;

export function startWorker(): LookerWorker {
  return askWorker<Calls>(
    () => new Worker(new URL('./looker.worker.ts', import.meta.url), { type: 'module', name: 'looker' }),
    'looks',
  );
}
