import { askWorker, type WorkerClient } from '@neurite/page-kit/ask-worker';
import type { Calls } from './messages.js';

/** The reading worker, as the page talks to it. */
export type ReaderClient = WorkerClient<Calls>;

export function startReader(): ReaderClient {
  return askWorker<Calls>(
    () => new Worker(new URL('./reader.worker.ts', import.meta.url), { type: 'module', name: 'reader' }),
    'reads',
  );
}
