import type { FromWorker, ToWorker } from './messages.js';

/** Who listens to a run. */
export type RunListener = {
  readonly [Type in FromWorker['type']]: (message: Extract<FromWorker, { type: Type }>) => void;
};

/** A run in a worker, as the page sees it. */
export type RunClient = { send(message: ToWorker): void; close(): void };

/** Starts a worker; nothing trains before `begin`. */
export function startRun(listener: RunListener): RunClient {
  const worker = new Worker(new URL('./training-worker.ts', import.meta.url), { type: 'module', name: 'training' });
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    // Each message goes to the listener of its own type.
    (listener[data.type] as (message: FromWorker) => void)(data);
    if (data.type === 'snapshot') {
      requestAnimationFrame(() => worker.postMessage({ type: 'seen' } satisfies ToWorker));
    }
  });
  worker.addEventListener('error', (event) => {
    listener.problem({ type: 'problem', text: event.message || 'the worker could not be loaded' });
  });
  return { send: (message) => worker.postMessage(message), close: () => worker.terminate() };
}
