import type { EpochRecord } from '@neurite/core';
import type { WorkerEngine, WorkerStep } from '../worker-reports.js';

/** What a page sends to a training. */
export type ToTraining =
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'stop'; readonly reason: string }
  /** Takes this many steps and pauses; answered when they are taken. */
  | { readonly type: 'steps'; readonly id: number; readonly count: number }
  | { readonly type: 'ask'; readonly id: number; readonly question: unknown }
  /** The last picture has been drawn. */
  | { readonly type: 'seen' };

/** Starts a training. */
export type TrainMessage = {
  readonly type: 'train';
  readonly input: unknown;
  readonly prefer: string | undefined;
  readonly paused: boolean;
  /** Whether the page draws pictures. */
  readonly pictures: boolean;
};

/** What a page sends to a worker; a worker that is kept runs one job after another. */
export type ToWorker = { readonly type: 'hello' } | ((TrainMessage | ToTraining) & { readonly job: number });

/** An error on its way to the page. */
export type ErrorMessage = { readonly name: string; readonly message: string; readonly stack: string | undefined };

/** What a training sends to the page. */
export type FromTraining =
  | ({ readonly type: 'engine' } & WorkerEngine)
  | ({ readonly type: 'step' } & WorkerStep)
  | { readonly type: 'epoch'; readonly record: EpochRecord }
  | { readonly type: 'picture'; readonly picture: unknown }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | ({ readonly type: 'refused'; readonly id: number } & ErrorMessage)
  | { readonly type: 'done'; readonly result: unknown }
  | ({ readonly type: 'failed' } & ErrorMessage);

/** What a worker sends to the page. */
export type FromWorker = { readonly type: 'ready' } | (FromTraining & { readonly job: number });

/** One end of a channel: a worker on the page's side, the global scope on the worker's. */
export type Port = {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
};
