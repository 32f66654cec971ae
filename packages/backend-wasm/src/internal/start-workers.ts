import { BackendError } from '@neurite/core';
import type { StartWorkers } from './threads.js';

/** What the threads are made from. */
export type Workers = {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** How many threads there are, the main one included. */
  readonly threads: number;
  /** Where the script is; default: beside this package. */
  readonly script: string | URL | undefined;
};

/** A thread that has started. */
type Running = { readonly ready: Promise<void>; stop(): void };

/** Starts all threads but the main one. */
export function workers({ module, memory, threads, script }: Workers): StartWorkers {
  return async (pointer) => {
    const start = isNode() ? startInNode : startInBrowser;
    const running: Running[] = [];
    const stop = (): void => {
      for (const worker of running) worker.stop();
    };
    try {
      for (let thread = 1; thread < threads; thread++) {
        const worker = start(script, { module, memory, pointer, threads, thread });
        // Heard below, unless the next one cannot even be made.
        worker.ready.catch(() => undefined);
        running.push(worker);
      }
      await Promise.all(running.map(({ ready }) => ready));
    } catch (error) {
      stop();
      throw error instanceof BackendError ? error : notStarted(error instanceof Error ? error.message : String(error));
    }
    return stop;
  };
}

/** Whether threads come from node:worker_threads: in Node, Bun and Deno. */
export function isNode(): boolean {
  return typeof process === 'object' && typeof process.getBuiltinModule === 'function';
}

function startInNode(script: string | URL | undefined, workerData: object): Running {
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  // Not written as a literal in the call, so that bundlers for browsers do not follow this one, too.
  const beside = './worker/worker.js';
  const worker = new Worker(new URL(script ?? beside, import.meta.url), { workerData, execArgv: [], name: 'neurite' });
  const ready = new Promise<void>((resolve, reject) => {
    const ended = (code: number): void => reject(notStarted(`it ended with code ${code}`));
    worker.once('error', reject);
    worker.once('exit', ended);
    worker.once('message', () => {
      worker.off('error', reject);
      worker.off('exit', ended);
      // A process ends when it has nothing else to do; until here it must not.
      worker.unref();
      resolve();
    });
  });
  return { ready, stop: () => void worker.terminate() };
}

function startInBrowser(script: string | URL | undefined, data: object): Running {
  const worker =
    script === undefined
      ? // In this form, because bundlers look for it to find the script.
        new Worker(new URL('./worker/worker.js', import.meta.url), { type: 'module' })
      : new Worker(new URL(script, globalThis.location.href), { type: 'module' });
  const ready = new Promise<void>((resolve, reject) => {
    const target = typeof document === 'undefined' ? globalThis : document;
    const refused = (event: Event): void => {
      const { effectiveDirective } = event as SecurityPolicyViolationEvent; // the only kind of event of this name
      if (!/worker-src|child-src|script-src/.test(effectiveDirective)) return;
      reject(
        new BackendError({
          where: 'useWasm',
          problem: `the page's content security policy forbids threads by its directive \`${effectiveDirective}\``,
          advice: "Allow the script with `worker-src 'self'`, or take `useWasm({ threads: 1 })`",
        }),
      );
    };
    target.addEventListener('securitypolicyviolation', refused);
    const done = (): void => target.removeEventListener('securitypolicyviolation', refused);
    worker.onmessage = () => {
      done();
      resolve();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      // The event of the policy, which says more, comes after it.
      setTimeout(() => {
        done();
        reject(notStarted(event.message || 'its script was not found'));
      }, 100);
    };
    worker.postMessage(data);
  });
  return { ready, stop: () => worker.terminate() };
}

function notStarted(reason: string): BackendError {
  return new BackendError({
    where: 'useWasm',
    problem: `the threads could not be started (${reason})`,
    advice:
      'Serve dist/internal/worker of @neurite/backend-wasm and name the place of its worker.js with `paths: { worker }`, or take `useWasm({ threads: 1 })`',
  });
}
