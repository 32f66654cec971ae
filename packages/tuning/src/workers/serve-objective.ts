import { ArgumentError, checkFunction } from '@neurite/core';
import { TrialInHand } from '../internal/trial-in-hand.js';
import type { FromWorker, ToWorker, TrialTask } from '../internal/workers/trial-task.js';
import type { Space, Values } from '../space/space.js';
import type { Objectives, Result, RunningTrial } from '../study/trial.js';

/** The default export of a module for `optimizeInWorkers`. */
export type ServedObjective = (task: unknown) => Promise<unknown>;

/**
 * The worker's side of `optimizeInWorkers`: the default export of the module whose URL that gets. In a Web Worker it also
 * answers the page.
 *
 * @param objective as `optimize` takes it
 * @example
 * export default serveObjective<{ x: FloatDimension }>(({ values }) => (values.x - 2) ** 2);
 */
export function serveObjective<S extends Space, O extends Objectives = 'minimize'>(
  objective: (trial: RunningTrial<S>) => Result<O> | Promise<Result<O>>,
): ServedObjective {
  checkFunction('serveObjective', 'objective', objective);
  const serve = (task: unknown): Promise<void> => runTrial(task as TrialTask, objective); // only `optimizeInWorkers` sends
  const scope = webWorkerScope();
  scope?.addEventListener('message', async ({ data }) => {
    await serve(data);
    scope.postMessage('done');
  });
  return serve;
}

async function runTrial<S extends Space, O>(
  { number, values, seed, port }: TrialTask,
  objective: (trial: RunningTrial<S>) => Result<O> | Promise<Result<O>>,
): Promise<void> {
  const send = (message: FromWorker): void => port.postMessage(message);
  const ending = new AbortController();
  let settle: ((message: ToWorker) => void) | undefined;
  port.onmessage = ({ data }: { readonly data: ToWorker }) => {
    if (data.type === 'abort') ending.abort(new Error(data.reason));
    else settle?.(data);
  };
  const trial = new TrialInHand<S>({
    number,
    values: values as Values<S>, // those of the study, as the caller says
    seed,
    signal: ending.signal,
    report: async (report) => {
      const answered = new Promise<ToWorker>((resolve) => {
        settle = resolve;
      });
      send({ type: 'report', ...report });
      const answer = await answered;
      if (answer.type === 'refusal') throw new ArgumentError({ where: 'RunningTrial.report', problem: answer.message });
      return answer.type === 'answer' && answer.isPruned;
    },
  });
  try {
    const result = await objective(trial);
    send({ type: 'result', result, constraints: trial.constraints, attributes: trial.attributes });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    send({ type: 'failure', name, message });
  }
}

type Scope = {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
};

function webWorkerScope(): Scope | undefined {
  const { WorkerGlobalScope } = globalThis as { WorkerGlobalScope?: new () => object };
  const isWorker = WorkerGlobalScope !== undefined && globalThis instanceof WorkerGlobalScope;
  return isWorker ? (globalThis as unknown as Scope) : undefined; // the scope of a worker
}
