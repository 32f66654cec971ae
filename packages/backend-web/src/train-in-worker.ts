import { ArgumentError, type EpochRecord, type MetricValues } from '@neurite/core';
import type { EngineName } from './engine-name.js';
import { afterFrame } from './internal/after-frame.js';
import { JobChannel } from './internal/job-channel.js';
import type { EngineMessage, FromTraining } from './internal/worker-messages.js';
import { TrainingWorkerError } from './training-worker-error.js';

/** Where training stands; sent at most once for each frame of a screen. */
export type WorkerStep = {
  /** Steps finished since the beginning of training. */
  readonly step: number;
  /** The current epoch, from 1, and the steps finished in it. */
  readonly epoch: number;
  readonly batch: number;
  /** Steps of a whole epoch, undefined until it is known. */
  readonly stepsPerEpoch: number | undefined;
  /** The mean loss of the epoch so far, and its metrics. */
  readonly loss: number;
  readonly metrics: MetricValues;
  /** The loss of each step since the last report, the newest last. */
  readonly losses: readonly number[];
};

/** What an epoch came to. */
export type WorkerEpoch = EpochRecord;

/** The engine that a worker trains on. */
export type WorkerEngine = EngineMessage;

/** What a worker is asked for. */
export type TrainInWorkerOptions<Picture = unknown> = {
  /** Handed to the worker's function: what can be cloned. Default undefined. */
  readonly input?: unknown;
  /** Buffers of `input` that are given away instead of copied: the page has them no more. Default none. */
  readonly transfer?: readonly Transferable[];
  /** The engine to try first in the worker, see `useWeb`. Default: none is. */
  readonly prefer?: EngineName;
  /** Holds training before its first step. Default false. */
  readonly paused?: boolean;
  /**
   * Leaves a worker that was given in the place of a URL alive when training ends, so that it can be handed to
   * `trainInWorker` again: its engine is on and its shaders are compiled. Default false.
   */
  readonly keep?: boolean;
  /** Told of the engine that training begins on, and of another one when that one's device is lost. */
  readonly onEngine?: (engine: WorkerEngine) => void;
  readonly onStep?: (step: WorkerStep) => void;
  readonly onEpoch?: (record: WorkerEpoch) => void;
  /** Takes what the worker's `show` makes. The next one is made after the frame that follows. */
  readonly onPicture?: (picture: Picture) => void;
};

/** A training that runs in a worker. */
export type WorkerTraining<Result> = {
  /** What the worker's function answers. Rejects with a `TrainingWorkerError` when it, or the worker, fails. */
  readonly result: Promise<Result>;
  /** Holds training after the step that runs. Calling it twice is harmless, as it is for the others. */
  pause(): void;
  resume(): void;
  /**
   * Takes so many steps more and holds.
   *
   * @param count a whole number of at least 1. Default 1
   * @returns when they are taken and their picture is sent, or when training ends before
   * @throws ArgumentError for a count out of range
   */
  step(count?: number): Promise<void>;
  /**
   * Asks what the worker's `answer` answers, between two steps.
   *
   * @param question what can be cloned
   * @returns rejects with a `TrainingWorkerError` when the answer fails, or training has ended
   */
  ask<Answer = unknown>(question: unknown): Promise<Answer>;
  /** Ends training after the step that runs; `result` is then what it came to by then. Also while it is paused. */
  stop(reason?: string): void;
  /** Ends the worker at once; `result` rejects. */
  terminate(): void;
};

/**
 * Trains in a Web Worker, so that the page stays free to draw: not a frame is lost to it.
 *
 * @param url a module that calls `serveTraining`; or a worker, for bundlers that find workers by `new Worker(new URL(…))`.
 *   The worker ends with the training
 * @example
 * const training = () => trainInWorker('./train.worker.js', { onStep: ({ loss }) => console.log(loss) });
 */
export function trainInWorker<Result = unknown, Picture = unknown>(
  url: string | URL | Worker,
  options: TrainInWorkerOptions<Picture> = {},
): WorkerTraining<Result> {
  const { input, transfer = [], prefer, paused = false, keep = false, onEngine, onStep, onEpoch, onPicture } = options;
  const given = typeof url !== 'string' && !(url instanceof URL);
  const worker = given ? url : new Worker(url, { type: 'module', name: 'training' });
  const { promise: result, resolve, reject } = withResolvers<Result>();
  const open = new Map<number, Pick<Deferred<unknown>, 'resolve' | 'reject'>>();
  let asked = 0;
  let over = false;

  const end = ({ terminate }: { readonly terminate: boolean }): void => {
    over = true;
    channel.close();
    if (terminate || !given || !keep) worker.terminate();
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
        onEngine?.({ engine: message.engine, device: message.device, text: message.text, loss: message.loss });
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
  const channel = new JobChannel(worker, {
    train: { input, prefer, paused, pictures: onPicture !== undefined },
    transfer,
    hear,
    fail: (error) => fail(error, true),
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
      if (!Number.isSafeInteger(count) || count < 1) throw invalidCount(count);
      // Whoever waits for `result` hears of the end.
      await request((id) => channel.send({ type: 'steps', id, count })).catch(() => undefined);
    },
    ask: <Answer>(question: unknown) => request((id) => channel.send({ type: 'ask', id, question })) as Promise<Answer>, // as the worker's `answer` was declared
    stop: (reason = 'the page asked for it') => channel.send({ type: 'stop', reason }),
    terminate: () => fail(new TrainingWorkerError({ name: 'AbortError', message: 'the page ended the worker' }), true),
  };
}

function ended(): TrainingWorkerError {
  return new TrainingWorkerError({ name: 'AbortError', message: 'training has ended' });
}

function invalidCount(count: number): ArgumentError {
  return new ArgumentError({
    where: 'training.step',
    argument: 'count',
    expected: 'be a whole number of at least 1',
    received: String(count),
  });
}

type Deferred<T> = {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
};

/** As `Promise.withResolvers`, which Node 20 does not have. */
function withResolvers<T>(): Deferred<T> {
  let settle: Omit<Deferred<T>, 'promise'> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle! }; // the function above has run
}
