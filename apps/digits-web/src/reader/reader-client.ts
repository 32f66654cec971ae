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

/** Starts the worker. A call that fails rejects with one sentence for people. */
export function startReader(): ReaderClient {
  const worker = new Worker(new URL('./reader.worker.ts', import.meta.url), { type: 'module', name: 'reader' });
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  const client: ReaderClient = {
    onChanged: () => {},
    ask: (name, input, transfer = []) =>
      new Promise((resolve, reject) => {
        const id = calls++;
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject }); // the worker answers what was asked for
        worker.postMessage({ id, name, input } as Call, [...transfer]);
      }),
  };
  worker.addEventListener('message', ({ data }: MessageEvent<FromReader>) => {
    if (data.type === 'changed') {
      client.onChanged();
      return;
    }
    const { resolve, reject } = waiting.get(data.id)!;
    waiting.delete(data.id);
    if (data.type === 'answer') resolve(data.answer);
    else reject(data.message);
  });
  worker.addEventListener('error', () => {
    for (const { reject } of waiting.values()) reject('The program that reads could not be loaded. Reload the page.');
    waiting.clear();
  });
  return client;
}
