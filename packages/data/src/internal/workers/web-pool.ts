import { buffersOf } from './buffers-of.js';
import type { MapTask, WorkerPool } from './map-task.js';

type Waiting = {
  readonly task: MapTask;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
};
type Answer = { readonly value: unknown } | { readonly error: { readonly name: string; readonly message: string } };

/** Web Workers, each with one task at a time. */
export function webPool(url: string | URL, count: number): WorkerPool {
  const free: Worker[] = [];
  const all = new Set<Worker>();
  const queue: Waiting[] = [];
  const running = new Map<Worker, Waiting>();
  const start = (): Worker => {
    const worker = new Worker(url, { type: 'module', name: 'map' });
    all.add(worker);
    const settle = (use: (waiting: Waiting) => void): void => {
      const waiting = running.get(worker);
      running.delete(worker);
      if (waiting !== undefined) use(waiting);
    };
    worker.addEventListener('message', ({ data }) => {
      const answer = data as Answer; // only `serveMap` sends here
      settle(({ resolve, reject }) => {
        if ('value' in answer) resolve(answer.value);
        else reject(Object.assign(new Error(answer.error.message), { name: answer.error.name }));
      });
      free.push(worker);
      next();
    });
    const fail = (message: string): void => {
      // A worker that failed is in no known state: another one takes over.
      all.delete(worker);
      worker.terminate();
      settle(({ reject }) => reject(new Error(message)));
      next();
    };
    worker.addEventListener('error', ({ message }) => fail(message || 'the module of the worker could not be loaded'));
    worker.addEventListener('messageerror', () => fail('what the worker sent could not be read'));
    return worker;
  };
  const next = (): void => {
    while (queue.length > 0) {
      const worker = free.pop() ?? (all.size < count ? start() : undefined);
      if (worker === undefined) return;
      const waiting = queue.shift()!;
      running.set(worker, waiting);
      try {
        const { task } = waiting;
        worker.postMessage({ id: 0, task }, task.transfer ? [...buffersOf(task.element)] : []);
      } catch (error) {
        running.delete(worker);
        free.push(worker);
        waiting.reject(error);
      }
    }
  };
  return {
    run: (task) =>
      new Promise((resolve, reject) => {
        queue.push({ task, resolve, reject });
        next();
      }),
    close: async () => {
      for (const worker of all) worker.terminate();
      all.clear();
      free.length = 0;
      for (const { reject } of [...running.values(), ...queue.splice(0)]) reject(new Error('the workers were ended'));
      running.clear();
    },
  };
}
