import { ArgumentError, BackendError } from '@neurite/core/errors';
import type { ResolvedWorkers } from './check-workers.js';
import type { Jobs } from './protocol.js';
import { receiveError } from './sent-error.js';
import { startThread, type Thread } from './start-thread.js';

type Work<Job extends keyof Jobs> = {
  readonly job: Job;
  /** Copied to each thread. */
  readonly setup: Jobs[Job]['setup'];
  readonly tasks: readonly Jobs[Job]['task'][];
};

/**
 * Runs tasks in threads, each with one at a time. All threads have ended when it returns or throws.
 *
 * @returns the results in the order of the tasks
 * @throws what a task throws, and the reason of the signal
 * @throws BackendError when a thread cannot be started, or ends
 */
export async function runInWorkers<Job extends keyof Jobs>(
  where: string,
  { job, setup, tasks }: Work<Job>,
  { count, module, signal }: ResolvedWorkers & { readonly signal: AbortSignal | undefined },
): Promise<Jobs[Job]['result'][]> {
  signal?.throwIfAborted();
  const results: Jobs[Job]['result'][] = new Array(tasks.length);
  const threads: Thread[] = [];
  let stop = (): void => {};
  try {
    await new Promise<void>((resolve, reject) => {
      stop = () => reject(signal?.reason);
      signal?.addEventListener('abort', stop);
      let begun = 0;
      let done = 0;
      const start = (): void => {
        let current = 0;
        const next = (): void => {
          if (begun === tasks.length) return;
          current = begun++;
          thread.send({ task: tasks[current] });
        };
        const thread = startThread(module, {
          answer: (message) => {
            if ('error' in message) {
              reject(receiveError(message.error));
              return;
            }
            results[current] = message.result as Jobs[Job]['result']; // the job's
            if (++done === tasks.length) resolve();
            next();
          },
          fail: (reason) => reject(notWorking(where, reason)),
        });
        threads.push(thread);
        thread.send({ job, setup });
        next();
      };
      for (let i = 0; i < Math.min(count, tasks.length); i++) start();
    });
  } catch (error) {
    throw error instanceof DOMException && error.name === 'DataCloneError' ? unsendable(where, error) : error;
  } finally {
    signal?.removeEventListener('abort', stop);
    await Promise.all(threads.map((thread) => thread.end()));
  }
  return results;
}

function notWorking(where: string, reason: string): BackendError {
  return new BackendError({
    where,
    problem: `a worker could not work (${reason})`,
    advice: 'Bundle a module that calls `serveWorkers`, and give its URL: `workers: { count: 2, module }`',
  });
}

function unsendable(where: string, cause: Error): ArgumentError {
  const problem = 'the rows cannot be sent to another thread, because they hold a function or are no data';
  return new ArgumentError({ where, problem, cause });
}
