import type { Estimator } from '@neurite/core';
import { FormatError } from '@neurite/core/errors';
import { growInForest, packTree } from '../trees/grow-in-forest.js';
import { foldJob } from './fold-job.js';
import { predictJob } from './predict-job.js';
import { type FromWorker, type Jobs, MARK, type ToWorker } from './protocol.js';
import { sendError } from './sent-error.js';

type Answer<Job extends keyof Jobs> = (task: Jobs[Job]['task']) => Jobs[Job]['result'] | Promise<Jobs[Job]['result']>;
/** What a thread makes of each task, once it is set up. */
type Served = { readonly [Job in keyof Jobs]: (setup: Jobs[Job]['setup']) => Answer<Job> };

/** Answers messages where this thread was started by `startThread`. */
export function serve(estimator: Estimator<unknown> | undefined): void {
  const port = ownPort();
  if (port === undefined) return;
  const served: Served = {
    grow: (setup) => {
      const growAt = growInForest(setup);
      return (index) => packTree(growAt(index));
    },
    predict: (setup) => predictJob(setup, estimator),
    fold: (setup) => foldJob(setup, estimator),
  };
  let answer: ((task: unknown) => unknown) | undefined;
  port.listen(async (message) => {
    try {
      if ('job' in message) {
        const prepare = served[message.job] as (setup: unknown) => (task: unknown) => unknown; // of one job
        answer = undefined;
        answer = prepare(message.setup);
        return;
      }
      if (answer === undefined) throw new FormatError({ where: 'serve', problem: 'a task came before its job' });
      port.send({ result: await answer(message.task) });
    } catch (error) {
      port.send({ error: sendError(error) });
    }
  });
}

type Port = { listen(hear: (message: ToWorker) => void): void; send(message: FromWorker): void };

function ownPort(): Port | undefined {
  if (typeof process === 'object' && typeof process.getBuiltinModule === 'function') {
    const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
    if (parentPort === null || workerData !== MARK) return undefined;
    return {
      listen: (hear) => void parentPort.on('message', hear),
      send: (message) => parentPort.postMessage(message),
    };
  }
  const { WorkerGlobalScope } = globalThis as { WorkerGlobalScope?: new () => object };
  if (WorkerGlobalScope === undefined || !(globalThis instanceof WorkerGlobalScope)) return undefined;
  if ((globalThis as { readonly name?: string }).name !== MARK) return undefined;
  const scope = globalThis as unknown as Worker; // the scope of a worker sends and listens as it does
  return {
    listen: (hear) => scope.addEventListener('message', ({ data }) => hear(data as ToWorker)), // only `startThread` sends
    send: (message) => scope.postMessage(message),
  };
}
