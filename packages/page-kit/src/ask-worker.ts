import type { Call, CallMap, FromWorker } from './worker-calls.js';

/** A worker that answers, as the page talks to it. */
export type WorkerClient<Calls extends CallMap> = {
  /** @param transfer buffers and ports of the input that are transferred */
  ask<Name extends keyof Calls>(
    name: Name,
    input: Calls[Name]['input'],
    transfer?: readonly Transferable[],
  ): Promise<Calls[Name]['answer']>;
  /** Called when the worker says that what it answers with has changed. */
  onChanged: () => void;
};

type Waiting = { resolve(answer: unknown): void; reject(message: string): void };

const NO_WORKERS =
  'This browser starts no workers, and the network computes in one. Allow them, or use another browser.';

/**
 * The page's side of a worker that `answerCalls` serves. A call that fails rejects with one sentence for people; each does
 * where there is no worker.
 *
 * @param start starts the worker, by the words `new Worker(new URL(…))`, which bundlers look for
 * @param does what the worker does, within a sentence: `reads`
 */
export function askWorker<Calls extends CallMap>(start: () => Worker, does: string): WorkerClient<Calls> {
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let worker: Worker | undefined;
  let problem = NO_WORKERS;
  try {
    worker = start();
  } catch {
    // A setting or a policy forbids it.
  }
  const client: WorkerClient<Calls> = {
    onChanged: () => {},
    ask: (name, input, transfer = []) =>
      new Promise((resolve, reject) => {
        if (worker === undefined) {
          reject(problem);
          return;
        }
        const id = calls++;
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject }); // the worker answers what was asked for
        worker.postMessage({ id, name, input } as Call<Calls>, [...transfer]);
      }),
  };
  worker?.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === 'changed') {
      client.onChanged();
      return;
    }
    const caller = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.type === 'answer') caller?.resolve(data.answer);
    else caller?.reject(data.message);
  });
  worker?.addEventListener('error', () => {
    worker = undefined;
    problem = `The program that ${does} could not be loaded. Reload the page.`;
    for (const { reject } of waiting.values()) reject(problem);
    waiting.clear();
  });
  return client;
}
