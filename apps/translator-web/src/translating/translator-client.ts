import { askWorker, type WorkerClient } from '@neurite/page-kit/ask-worker';
import type { Calls } from './messages.js';

/** The translating worker, as the page talks to it. */
export type TranslatorClient = WorkerClient<Calls>;

export function startTranslator(): TranslatorClient {
  return askWorker<Calls>(
    () => new Worker(new URL('./translating.worker.ts', import.meta.url), { type: 'module', name: 'translator' }),
    'translates',
  );
}
