import type { Call, Calls, FromReader } from './messages.js';

/** The reading worker, as the page talks to it. */
export type ReaderClient = {
  /** @param transfer buffers and ports of the input that are transferred */
  ask<Name extends keyof Calls>(
    name: Name,
    input: Calls[Name]['input'],
    transfer?: readonly Transferable[],
  ): Promise<Calls[Name]['answer']>;
  /** Called when a training has replaced the weights of the network. */
  onChanged: () => void;
};

type Waiting = { resolve(answer: unknown): void; reject(message: string): void };

const UNLOADED = 'The program that reads could not be loaded. Reload the page.';
const NO_WORKERS =
  'This browser starts no workers, and the network computes in one. Allow them, or use another browser.';

/** Starts the worker. A call that fails rejects with one sentence for people; each does where there is no worker. */
export function startReader(): ReaderClient {
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let worker: Worker | undefined;
  let problem = NO_WORKERS;
  try {
    worker = new Worker(new URL('./reader.worker.ts', import.meta.url), { type: 'module', name: 'reader' });
  } catch {
    // A setting or a policy forbids it.
  }
  const client: ReaderClient = {
    onChanged: () => {},
    ask: (name, input, transfer = []) =>
      new Promise((resolve, reject) => {
        if (worker === undefined) {
          reject(problem);
          return;
        }
        const id = calls++;
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject }); // the worker answers what was asked for
        worker.postMessage({ id, name, input } as Call, [...transfer]);
      }),
  };
  worker?.addEventListener('message', ({ data }: MessageEvent<FromReader>) => {
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
    problem = UNLOADED;
    for (const { reject } of waiting.values()) reject(problem);
    waiting.clear();
  });
  return client;
}
