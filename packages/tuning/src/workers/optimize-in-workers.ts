import { ArgumentError, checkInteger, describeValue, resolveOptions } from '@neurite/core';
import { nodePool } from '../internal/workers/node-pool.js';
import type { FromWorker, ToWorker, TrialPool } from '../internal/workers/trial-task.js';
import { webPool } from '../internal/workers/web-pool.js';
import { type OptimizeOptions, optimize, type SearchEnd } from '../study/optimize.js';
import type { Study } from '../study/study.js';
import type { Objectives, Result, RunningTrial } from '../study/trial.js';

export type OptimizeInWorkersOptions<S, O> = Omit<OptimizeOptions<S, O>, 'concurrency'> & {
  /** How many trials run at a time, each in a thread of its own: at least 1. Default: one less than there are cores. */
  readonly workers?: number | undefined;
};

const WHERE = 'optimizeInWorkers';

/**
 * Runs trials in several threads: of Node by the npm package `tinypool`, Web Workers in pages. The study stays here; a trial
 * whose thread ends counts as failed.
 *
 * @param module the URL of one with `export default serveObjective(…)`: `new URL('./objective.js', import.meta.url)`
 * @returns why it ended, as `optimize` says it
 * @throws ArgumentError for a function instead of a module, and as `optimize` does
 * @throws FormatError where `tinypool` is not installed
 * @example
 * const search = async () => {
 *   const study = await createStudy({ x: float(-5, 5) });
 *   return optimizeInWorkers(study, new URL('./objective.js', import.meta.url), { workers: 2, trials: 40 });
 * };
 */
export async function optimizeInWorkers<S, O extends Objectives>(
  study: Study<S, O>,
  module: string | URL,
  options: OptimizeInWorkersOptions<S, O>,
): Promise<SearchEnd> {
  const { workers, ...others } = resolveOptions(WHERE, options, {
    workers: undefined,
    trials: undefined,
    seconds: undefined,
    terminators: [],
    signal: undefined,
    onTrial: undefined,
  });
  const count = workers ?? Math.max(1, (globalThis.navigator?.hardwareConcurrency ?? coresOfNode()) - 1);
  checkInteger(WHERE, 'workers', count, { min: 1 });
  if (typeof module !== 'string' && !(module instanceof URL)) {
    throw new ArgumentError({
      where: WHERE,
      argument: 'module',
      expected: 'be the URL of a module that calls `serveObjective`, because closures cannot reach another thread',
      received: describeValue(module),
    });
  }
  const isPage = typeof Worker === 'function' && globalThis.process?.versions?.node === undefined;
  const pool = isPage ? webPool(String(module)) : await nodePool(WHERE, String(module), count);
  try {
    return await optimize(study, (trial) => runIn<S, O>(pool, trial), { ...others, concurrency: count });
  } finally {
    await pool.close();
  }
}

async function runIn<S, O>(pool: TrialPool, trial: RunningTrial<S>): Promise<Result<O>> {
  const { port1, port2 } = new MessageChannel();
  const send = (message: ToWorker): void => port1.postMessage(message);
  let isDone = false;
  const over = new AbortController();
  const ended = new Promise<FromWorker & { readonly type: 'result' }>((resolve, reject) => {
    port1.onmessage = async ({ data }: { readonly data: FromWorker }) => {
      if (data.type === 'result') resolve(data);
      else if (data.type === 'failure') reject(Object.assign(new Error(data.message), { name: data.name }));
      else send(await answerTo(trial, data));
    };
    // A thread that ends takes its port with it, and says nothing more.
    port1.addEventListener('close', () => {
      reject(new Error('the thread of the trial has ended'));
      if (!isDone) over.abort();
    });
  });
  const abort = (): void =>
    send({ type: 'abort', reason: String(trial.signal.reason?.message ?? trial.signal.reason) });
  trial.signal.addEventListener('abort', abort, { once: true });
  try {
    const { number, values, seed } = trial;
    const begun = pool.run({ number, values, seed, port: port2 }, over.signal);
    const { result, constraints, attributes } = await Promise.race([ended, begun.then(() => ended)]);
    trial.constrain(constraints);
    trial.note(attributes);
    return result as Result<O>; // as the module says; `tell` checks it
  } finally {
    isDone = true;
    trial.signal.removeEventListener('abort', abort);
    port1.close();
  }
}

async function answerTo<S>(
  trial: RunningTrial<S>,
  { step, value }: FromWorker & { readonly type: 'report' },
): Promise<ToWorker> {
  try {
    return { type: 'answer', isPruned: await trial.report(step, value) };
  } catch (error) {
    return { type: 'refusal', message: error instanceof Error ? error.message : String(error) };
  }
}

function coresOfNode(): number {
  return process.getBuiltinModule('node:os').availableParallelism();
}
