import type { TrialPool } from './trial-task.js';

/** Web Workers, one for each trial that runs at a time: there are never more trials than workers. */
export function webPool(url: string): TrialPool {
  const free: Worker[] = [];
  const all = new Set<Worker>();
  return {
    run: (task) => {
      const worker = free.pop() ?? new Worker(url, { type: 'module', name: 'trial' });
      all.add(worker);
      return new Promise((resolve, reject) => {
        const fail = (message: string): void => {
          // One that failed is in no known state: another one takes over.
          all.delete(worker);
          worker.terminate();
          reject(new Error(message));
        };
        worker.onmessage = () => {
          free.push(worker);
          resolve(undefined);
        };
        worker.onerror = ({ message }) => fail(message || 'the module of the worker could not be loaded');
        worker.onmessageerror = () => fail('what the worker sent could not be read');
        worker.postMessage(task, [task.port]);
      });
    },
    close: async () => {
      for (const worker of all) worker.terminate();
      all.clear();
    },
  };
}
