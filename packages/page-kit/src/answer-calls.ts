import type { Call, CallMap, FromWorker } from './worker-calls.js';

/** The worker, as what it serves talks to the page. */
export type WorkerSide = {
  /** Runs work between two calls. An error that it throws is nobody's. */
  enqueue(work: () => void | Promise<void>): void;
  /** Tells the page that what the worker answers with has changed. */
  changed(): void;
};

/**
 * The worker's side of `askWorker`: answers one call after the other, so that none takes away what another is using.
 *
 * @param handle answers a call; an error that it throws is what the page is told
 * @param transferred the buffers of an answer that are transferred instead of copied. Default: none
 */
export function answerCalls<Calls extends CallMap>(
  handle: (call: Call<Calls>) => Promise<Calls[keyof Calls]['answer']>,
  transferred: (answer: Calls[keyof Calls]['answer']) => readonly Transferable[] = () => [],
): WorkerSide {
  let last: Promise<unknown> = Promise.resolve();
  globalThis.addEventListener('message', ({ data }: MessageEvent<Call<Calls>>) => {
    last = last.then(async () => {
      try {
        const answer = await handle(data);
        say({ type: 'answer', id: data.id, answer }, transferred(answer));
      } catch (error) {
        say({ type: 'failure', id: data.id, message: error instanceof Error ? error.message : String(error) });
      }
    });
  });
  return {
    enqueue: (work) => {
      last = last.then(work).catch(() => {});
    },
    changed: () => say({ type: 'changed' }),
  };
}

function say(message: FromWorker, transfer: readonly Transferable[] = []): void {
  // In a worker the global scope is the port to the page; the types here are those of a page.
  (globalThis as unknown as MessagePort).postMessage(message, [...transfer]);
}
