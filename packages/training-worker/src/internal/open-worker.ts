import type { NodeWorker } from '../node-worker.js';
import type { ErrorMessage, FromWorker, ToWorker } from './worker-messages.js';

/** A worker as its page sees it, in a browser or in Node. */
export type OpenWorker = {
  post(message: ToWorker, transfer?: readonly Transferable[]): void;
  /**
   * @param hear called with each message
   * @param fail called when the worker itself fails
   * @returns stops listening
   */
  listen(hear: (message: FromWorker) => void, fail: (error: ErrorMessage) => void): () => void;
  terminate(): void;
};

/** @param worker a running one, or the URL of a module that is started in a new one */
export function openWorker(worker: string | URL | Worker | NodeWorker): OpenWorker {
  const running = typeof worker === 'string' || worker instanceof URL ? startWorker(worker) : worker;
  return 'on' in running ? openNodeWorker(running) : openWebWorker(running);
}

function startWorker(url: string | URL): Worker | NodeWorker {
  if (typeof Worker === 'function') return new Worker(url, { type: 'module', name: 'training' });
  const { Worker: Thread } = process.getBuiltinModule('node:worker_threads');
  // Node takes a string for a path.
  return new Thread(typeof url === 'string' && URL.canParse(url) ? new URL(url) : url, { name: 'training' });
}

function openWebWorker(worker: Worker): OpenWorker {
  return {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    listen: (hear, fail) => {
      const listening = new AbortController();
      const { signal } = listening;
      worker.addEventListener('message', ({ data }) => hear(data as FromWorker), { signal }); // only the worker sends here
      worker.addEventListener(
        'error',
        ({ message, error }: ErrorEvent) =>
          fail({
            name: 'Error',
            message: message || 'it could not be loaded',
            stack: (error as Error | undefined)?.stack,
          }),
        { signal },
      );
      worker.addEventListener('messageerror', () => fail(UNREADABLE), { signal });
      return () => listening.abort();
    },
    terminate: () => worker.terminate(),
  };
}

function openNodeWorker(worker: NodeWorker): OpenWorker {
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer as readonly never[]), // Node has more kinds
    listen: (hear, fail) => {
      const listeners = Object.entries({
        message: hear,
        error: ({ name, message, stack }: Error) => fail({ name, message, stack }),
        messageerror: () => fail(UNREADABLE),
        exit: (code: number) => fail({ name: 'Error', message: `it exited with code ${code}`, stack: undefined }),
      }) as [event: string, listener: (value: unknown) => void][]; // each event brings a value of its own
      for (const one of listeners) worker.on(...one);
      return () => {
        for (const one of listeners) worker.off(...one);
      };
    },
    terminate: () => void worker.terminate(),
  };
}

const UNREADABLE: ErrorMessage = { name: 'DataCloneError', message: 'a message could not be read', stack: undefined };
