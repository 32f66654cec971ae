import { ArgumentError, checkInteger, checkOptions, type EpochRecord } from '@neurite/core';
import { afterFrame } from './internal/after-frame.js';
import { JobChannel } from './internal/job-channel.js';
import { openWorker } from './internal/open-worker.js';
import { transferablesOf } from './internal/transferables.js';
import type { FromTraining } from './internal/worker-messages.js';
import type { NodeWorker } from './node-worker.js';
import { TrainingWorkerError } from './training-worker-error.js';
import type { WorkerEngine, WorkerStep } from './worker-reports.js';

/** What a worker is to train, and who hears of it. */
export type TrainInWorkerOptions<Picture = unknown> = {
  /**
   * Handed to the worker's function. It must be data: a closure cannot reach a worker, so send the options that its
   * module makes functions from, or the URL of a module that it imports. Default undefined.
   */
  readonly input?: unknown;
  /** Buffers of `input` that are transferred instead of copied: the page loses them. Default none. */
  readonly transfer?: readonly Transferable[];
  /** The engine that the worker tries first, e.g. `wasm`. Default: the order of its engine package. */
  readonly prefer?: string;
  /** Pauses training before its first step. Default false. */
  readonly paused?: boolean;
  /**
   * Leaves a worker that was given instead of a URL alive when training ends, so that it can be handed to
   * `trainInWorker` again: its engine is on and its shaders are compiled. Default false.
   */
  readonly keep?: boolean;
  /** Called with the engine that training begins on, and with the next one when a device is lost. */
  readonly onEngine?: (engine: WorkerEngine) => void;
  readonly onStep?: (step: WorkerStep) => void;
  readonly onEpoch?: (record: EpochRecord) => void;
  /** Called with what the worker's `show` makes. The next one is made after the frame that follows. */
  readonly onPicture?: (picture: Picture) => void;
};

const known: readonly (keyof TrainInWorkerOptions)[] = [
  ...(['input', 'transfer', 'prefer', 'paused', 'keep', 'onEngine', 'onStep', 'onEpoch', 'onPicture'] as const),
];

/** A training that runs in a worker. */
export type WorkerTraining<Result> = {
  /** The result of the worker's function. Rejects with a `TrainingWorkerError` when it, or the worker, fails. */
  readonly result: Promise<Result>;
  /** Pauses training after the current step. Calling it twice is harmless, as it is for the others. */
  pause(): void;
  resume(): void;
  /**
   * Takes this many more steps and pauses.
   *
   * @param count an integer of at least 1. Default 1
   * @returns true when they are taken and their picture is sent; false when training has ended, which it may have before
   *   the call: a loop of steps must end on it
   * @throws ArgumentError for a count out of range
   */
  step(count?: number): Promise<boolean>;
  /**
   * Asks the worker's `answer`, between two steps.
   *
   * @param question data, as `input` is
   * @returns the answer; rejects with a `TrainingWorkerError` when the worker fails to answer, or training has ended
   * @throws ArgumentError for a question that holds functions or instances of classes
   */
  ask<Answer = unknown>(question: unknown): Promise<Answer>;
  /** Ends training after the current step, also while it is paused; `result` is then what it has come to. */
  stop(reason?: string): void;
  /** Terminates the worker at once; `result` rejects. */
  terminate(): void;
};

/**
 * Trains in a Web Worker, so that the page stays free to draw: training costs it no frame. In Node, trains in a worker
 * of `node:worker_threads`.
 *
 * @param worker the URL of a module that calls `serveTraining`; or a worker, for bundlers that find workers by
 *   `new Worker(new URL(…))`. The worker is terminated when training ends
 * @throws ArgumentError for a function instead of a module, and for an input that holds functions or instances of
 *   classes: closures cannot reach a worker
 * @example
 * const training = () => trainInWorker('./train.worker.js', { onStep: ({ loss }) => console.log(loss) });
 */
export function trainInWorker<Result = unknown, Picture = unknown>(
  worker: string | URL | Worker | NodeWorker,
  options: TrainInWorkerOptions<Picture> = {},
): WorkerTraining<Result> {
  const where = 'trainInWorker';
  checkOptions(where, options, known);
  const { input, transfer = [], prefer, paused = false, keep = false, onEngine, onStep, onEpoch, onPicture } = options;
  if (typeof worker === 'function') throw closureRefused();
  transferablesOf(input, { where, argument: 'input' });
  const given = typeof worker !== 'string' && !(worker instanceof URL);
  const running = openWorker(worker);
  const { promise: result, resolve, reject } = withResolvers<Result>();
  const open = new Map<number, Pick<Deferred<unknown>, 'resolve' | 'reject'>>();
  let asked = 0;
  let over = false;

  const end = ({ terminate }: { readonly terminate: boolean }): void => {
    over = true;
    channel.close();
    if (terminate || !given || !keep) running.terminate();
    for (const { reject: refuse } of open.values()) refuse(ended());
    open.clear();
  };
  const fail = (error: TrainingWorkerError, terminate: boolean): void => {
    end({ terminate });
    reject(error);
  };
  const hear = (message: FromTraining): void => {
    switch (message.type) {
      case 'engine':
        onEngine?.(message);
        break;
      case 'step':
        onStep?.(message);
        break;
      case 'epoch':
        onEpoch?.(message.record);
        break;
      case 'picture':
        afterFrame(() => channel.send({ type: 'seen' }));
        onPicture?.(message.picture as Picture); // as the worker's `show` was declared
        break;
      case 'answer':
        open.get(message.id)?.resolve(message.answer);
        open.delete(message.id);
        break;
      case 'refused':
        open.get(message.id)?.reject(new TrainingWorkerError(message));
        open.delete(message.id);
        break;
      case 'done':
        end({ terminate: false });
        resolve(message.result as Result); // as the worker's function was declared
        break;
      case 'failed':
        fail(new TrainingWorkerError(message), false);
        break;
    }
  };
  const channel = new JobChannel(running, {
    train: { input, prefer, paused, pictures: onPicture !== undefined },
    transfer,
    hear,
    fail: (error) => fail(new TrainingWorkerError(error), true),
  });
  const request = (send: (id: number) => void): Promise<unknown> => {
    if (over) return Promise.reject(ended());
    const { promise, ...settle } = withResolvers<unknown>();
    open.set(++asked, settle);
    send(asked);
    return promise;
  };
  return {
    result,
    pause: () => channel.send({ type: 'pause' }),
    resume: () => channel.send({ type: 'resume' }),
    step: async (count = 1) => {
      checkInteger('training.step', 'count', count, { min: 1 });
      // `result` reports the end.
      return request((id) => channel.send({ type: 'steps', id, count })).then(
        () => true,
        () => false,
      );
    },
    ask: async <Answer>(question: unknown) => {
      transferablesOf(question, { where: 'training.ask', argument: 'question' });
      return (await request((id) => channel.send({ type: 'ask', id, question }))) as Answer; // as the worker's `answer` was declared
    },
    stop: (reason = 'the page asked for it') => channel.send({ type: 'stop', reason }),
    terminate: () =>
      fail(new TrainingWorkerError({ name: 'AbortError', message: 'the page terminated the worker' }), true),
  };
}

function ended(): TrainingWorkerError {
  return new TrainingWorkerError({ name: 'AbortError', message: 'training has ended' });
}

function closureRefused(): ArgumentError {
  return new ArgumentError({
    where: 'trainInWorker',
    argument: 'worker',
    expected:
      'be a Worker or the URL of a module that calls `serveTraining`, because closures cannot reach another thread',
    received: 'a function',
    advice: 'Move the function into that module, and send it options as `input`',
  });
}

type Deferred<T> = {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
};

/** Like `Promise.withResolvers`, which Node 20 does not have. */
function withResolvers<T>(): Deferred<T> {
  let settle: Omit<Deferred<T>, 'promise'> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle! }; // the function above has run
}
