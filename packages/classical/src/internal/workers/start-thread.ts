import { type FromWorker, MARK, type ToWorker } from './protocol.js';

/** A thread that answers messages, in Node or in a page. */
export type Thread = {
  send(message: ToWorker): void;
  /** @returns when it has ended, whatever it was doing */
  end(): Promise<void>;
};

export type Listeners = {
  readonly answer: (message: FromWorker) => void;
  /** It cannot go on: its module was not found, threw, or ended. */
  readonly fail: (reason: string) => void;
};

/** @param module the URL of its script. Default: that of this package */
export function startThread(module: string | undefined, listeners: Listeners): Thread {
  return typeof process === 'object' && typeof process.getBuiltinModule === 'function'
    ? nodeThread(module, listeners)
    : webThread(module, listeners);
}

function nodeThread(module: string | undefined, { answer, fail }: Listeners): Thread {
  const { Worker: NodeWorker } = process.getBuiltinModule('node:worker_threads');
  const script = module === undefined ? ownScript() : new URL(module);
  const worker = new NodeWorker(script, { workerData: MARK, execArgv: [], name: MARK });
  worker.on('message', answer);
  worker.on('messageerror', ({ message }) => fail(message));
  worker.on('error', (error) => fail(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => fail(`it ended with code ${code}`));
  return {
    send: (message) => worker.postMessage(message),
    end: async () => {
      await worker.terminate();
    },
  };
}

/** The script is compiled, also where this module is read in its source. */
function ownScript(): URL {
  return new URL('../../../dist/internal/workers/worker.js', import.meta.url);
}

function webThread(module: string | undefined, { answer, fail }: Listeners): Thread {
  const worker =
    module === undefined
      ? // In this form, because bundlers look for it to find the script.
        new Worker(new URL('../../../dist/internal/workers/worker.js', import.meta.url), {
          type: 'module',
          name: 'neurite-classical',
        })
      : new Worker(module, { type: 'module', name: MARK });
  worker.addEventListener('message', ({ data }) => answer(data as FromWorker)); // only `serve` sends here
  worker.addEventListener('messageerror', () => fail('what it sent could not be read'));
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    fail(event.message || 'its module could not be loaded');
  });
  return {
    send: (message) => worker.postMessage(message),
    end: async () => worker.terminate(),
  };
}
