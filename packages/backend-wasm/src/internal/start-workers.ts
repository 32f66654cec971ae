import { BackendError } from '@neurite/core';
import { besidePackage, inPackage } from './file-url.js';
import { underPolicy } from './policy.js';
import type { StartWorkers, StartWorkersSync } from './threads.js';

/** What the threads are made from. */
export type Workers = {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** The number of threads, the main one included. */
  readonly threads: number;
  /** The URL of the script; default: beside this package. */
  readonly script: URL | undefined;
};

/** What a thread starts with. */
export type WorkerData = Pick<Workers, 'module' | 'memory' | 'threads'> & {
  /** The address of the control block. */
  readonly pointer: number;
  /** Its number; the main thread has 0. */
  readonly thread: number;
};

/** Starts all threads except the main one. */
export function workers({ module, memory, threads, script }: Workers): StartWorkers {
  return async (pointer) => {
    const stops: (() => void)[] = [];
    const stop = (): void => {
      for (const end of stops) end();
    };
    try {
      const make = isNode() ? nodeWorkers(script) : await browserWorkers(script);
      const others = Array.from({ length: threads - 1 }, (_, i) => i + 1);
      const start = (): Promise<unknown> =>
        Promise.all(others.map((thread) => make({ module, memory, pointer, threads, thread }, stops)));
      await (isNode() ? start() : allowed(start));
    } catch (error) {
      stop();
      throw error instanceof BackendError ? error : notStarted(error instanceof Error ? error.message : String(error));
    }
    return stop;
  };
}

/** Starts them in Node without waiting for them; one that cannot be started is a warning of the process. */
export function workersSync({ module, memory, threads, script }: Workers): StartWorkersSync {
  return (pointer) => {
    const stops: (() => void)[] = [];
    let stopped = false;
    const warn = (error: Error): void => {
      if (!stopped) process.emitWarning(error);
    };
    const make = nodeWorkers(script);
    for (let thread = 1; thread < threads; thread++) {
      make({ module, memory, pointer, threads, thread }, stops).catch(warn);
    }
    return () => {
      stopped = true;
      for (const stop of stops) stop();
    };
  };
}

/** Whether threads come from node:worker_threads: in Node, Bun and Deno. */
export function isNode(): boolean {
  return typeof process === 'object' && typeof process.getBuiltinModule === 'function';
}

/** Starts a thread and resolves when it is ready; what ends it is added to `stops` at once. */
type MakeWorker = (data: WorkerData, stops: (() => void)[]) => Promise<void>;

function nodeWorkers(script: URL | undefined): MakeWorker {
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const file = script ?? besideModules();
  return (workerData, stops) => {
    const worker = new Worker(file, { workerData, execArgv: [], name: 'neurite' });
    stops.push(() => void worker.terminate());
    return new Promise<void>((resolve, reject) => {
      const ended = (code: number): void => reject(notStarted(`it ended with code ${code}`));
      worker.once('error', reject);
      worker.once('exit', ended);
      worker.once('message', () => {
        worker.off('error', reject);
        worker.off('exit', ended);
        // From here on the thread does not keep the process alive.
        worker.unref();
        resolve();
      });
    });
  };
}

/** The URL of the script in Node: beside the modules, also where a bundler left it behind. */
function besideModules(): URL {
  const { existsSync } = process.getBuiltinModule('node:fs');
  const unbundled = import.meta.url === undefined ? undefined : new URL('worker.js', besidePackage('plain'));
  const found = unbundled !== undefined && existsSync(unbundled) ? unbundled : (inPackage('worker') ?? unbundled);
  if (found === undefined) throw notStarted('this bundle is not an ES module and has no `import.meta.url`');
  return found;
}

async function browserWorkers(script: URL | undefined): Promise<MakeWorker> {
  const create = await creator(script);
  return (data, stops) => {
    const worker = create();
    stops.push(() => worker.terminate());
    return new Promise<void>((resolve, reject) => {
      worker.onmessage = () => resolve();
      worker.onerror = (event) => {
        event.preventDefault();
        reject(notStarted(event.message || 'its script was not found'));
      };
      worker.postMessage(data);
    });
  };
}

/** Workers must have the page's own origin: a script of another one is loaded here and handed to them. */
async function creator(script: URL | undefined): Promise<() => Worker> {
  if (script === undefined) {
    // In this form, because bundlers look for it to find the script.
    const create = (): Worker => new Worker(new URL('../../wasm/worker.js', import.meta.url), { type: 'module' });
    try {
      let first: Worker | undefined = create();
      return () => {
        const worker = first ?? create();
        first = undefined;
        return worker;
      };
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'SecurityError')) throw error;
    }
  }
  const url = script ?? new URL('worker.js', besidePackage('plain'));
  if (isOwn(url)) return () => new Worker(url, { type: 'module' });
  const text = await underPolicy({
    work: async () => {
      const response = await fetch(url);
      if (!response.ok) throw notStarted(`HTTP status ${response.status} of ${url.href}`);
      return response.text();
    },
    directives: /connect-src/,
    what: 'loading the script of the threads',
    advice: (directive) => `Allow its origin with \`${directive} ${url.origin}\``,
  });
  const local = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  return () => new Worker(local, { type: 'module' });
}

function isOwn({ origin, protocol }: URL): boolean {
  return protocol === 'blob:' || origin === globalThis.location.origin;
}

function allowed(start: () => Promise<unknown>): Promise<unknown> {
  return underPolicy({
    work: start,
    directives: /worker-src|child-src|script-src/,
    what: 'threads',
    advice: (_, blocked) =>
      `Allow the script with \`worker-src ${blocked === 'blob' ? 'blob:' : "'self'"}\`, or call \`useWasm({ threads: 1 })\``,
  });
}

function notStarted(reason: string): BackendError {
  return new BackendError({
    where: 'useWasm',
    problem: `the threads could not be started (${reason})`,
    advice:
      "Serve a copy of the folder node_modules/@neurite/backend-wasm/wasm and give its URL: `useWasm({ paths: '/wasm/' })`, or call `useWasm({ threads: 1 })`",
  });
}
