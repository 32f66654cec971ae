import type { EpochRecord, MetricValues } from '@neurite/core';
import type { EngineName } from './engine-name.js';
import type { EngineMessage, FromWorker, ToWorker } from './internal/worker-messages.js';
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
export type TrainInWorkerOptions = {
  /** Handed to the worker's function: what can be cloned. Default undefined. */
  readonly input?: unknown;
  /** Buffers of `input` that are given away instead of copied: the page has them no more. Default none. */
  readonly transfer?: readonly Transferable[];
  /** The engine to try first in the worker, see `useWeb`. Default: none is. */
  readonly prefer?: EngineName;
  readonly onEngine?: (engine: WorkerEngine) => void;
  readonly onStep?: (step: WorkerStep) => void;
  readonly onEpoch?: (record: WorkerEpoch) => void;
};

/** A training that runs in a worker. */
export type WorkerTraining<Result> = {
  /** What the worker's function answers. Rejects with a `TrainingWorkerError` when it, or the worker, fails. */
  readonly result: Promise<Result>;
  /** Holds training after the step that runs. Calling it twice is harmless, as it is for the others. */
  pause(): void;
  resume(): void;
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
export function trainInWorker<Result = unknown>(
  url: string | URL | Worker,
  { input, transfer = [], prefer, onEngine, onStep, onEpoch }: TrainInWorkerOptions = {},
): WorkerTraining<Result> {
  const worker =
    typeof url === 'string' || url instanceof URL ? new Worker(url, { type: 'module', name: 'training' }) : url;
  let end: (error: TrainingWorkerError) => void = () => {};
  const send = (message: ToWorker, given: readonly Transferable[] = []): void =>
    worker.postMessage(message, [...given]);

  let asked = false;
  const result = new Promise<Result>((resolve, reject) => {
    end = (error) => {
      worker.terminate();
      reject(error);
    };
    worker.addEventListener('error', (event: ErrorEvent) => {
      const message = event.message || 'it could not be loaded';
      end(new TrainingWorkerError({ name: 'Error', message, stack: (event.error as Error | undefined)?.stack }));
    });
    worker.addEventListener('messageerror', () => {
      end(new TrainingWorkerError({ name: 'DataCloneError', message: 'a message could not be read' }));
    });
    worker.addEventListener('message', (event: MessageEvent<FromWorker>) => {
      const message = event.data;
      switch (message.type) {
        case 'ready':
          if (!asked) send({ type: 'train', input, prefer }, transfer);
          asked = true;
          break;
        case 'engine':
          onEngine?.({ engine: message.engine, device: message.device, text: message.text });
          break;
        case 'step':
          onStep?.(message);
          break;
        case 'epoch':
          onEpoch?.(message.record);
          break;
        case 'done':
          worker.terminate();
          resolve(message.result as Result); // as the worker's function was declared
          break;
        case 'failed':
          end(new TrainingWorkerError(message));
          break;
      }
    });
  });
  // A worker that was there before this call said that it is ready when nobody listened.
  send({ type: 'hello' });
  return {
    result,
    pause: () => send({ type: 'pause' }),
    resume: () => send({ type: 'resume' }),
    stop: (reason = 'the page asked for it') => send({ type: 'stop', reason }),
    terminate: () => end(new TrainingWorkerError({ name: 'AbortError', message: 'the page ended the worker' })),
  };
}
