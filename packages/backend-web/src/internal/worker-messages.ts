import type { DeviceLoss } from '../device-loss.js';
import type { EngineName } from '../engine-name.js';
import type { WorkerEpoch, WorkerStep } from '../train-in-worker.js';

/** What a page says to a training. */
export type ToTraining =
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'stop'; readonly reason: string }
  /** Takes so many steps and holds; answered when they are taken. */
  | { readonly type: 'steps'; readonly id: number; readonly count: number }
  | { readonly type: 'ask'; readonly id: number; readonly question: unknown }
  /** The last picture is on the screen. */
  | { readonly type: 'seen' };

/** What a training is begun with. */
export type TrainMessage = {
  readonly type: 'train';
  readonly input: unknown;
  readonly prefer: EngineName | undefined;
  readonly paused: boolean;
  /** Whether the page takes pictures. */
  readonly pictures: boolean;
};

/** What a page says to a worker; a worker that is kept has one job after the other. */
export type ToWorker = { readonly type: 'hello' } | ((TrainMessage | ToTraining) & { readonly job: number });

/** What is known of the engine in the worker; functions cannot be sent. */
export type EngineMessage = {
  readonly engine: EngineName;
  readonly device: string;
  /** Why it is this one, in one line for people. */
  readonly text: string;
  /** What became of the engine before, when training goes on with another one; undefined at first. */
  readonly loss: DeviceLoss | undefined;
};

/** An error on its way to the page. */
export type ErrorMessage = { readonly name: string; readonly message: string; readonly stack: string | undefined };

/** What a training says to the page. */
export type FromTraining =
  | ({ readonly type: 'engine' } & EngineMessage)
  | ({ readonly type: 'step' } & WorkerStep)
  | { readonly type: 'epoch'; readonly record: WorkerEpoch }
  | { readonly type: 'picture'; readonly picture: unknown }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | ({ readonly type: 'refused'; readonly id: number } & ErrorMessage)
  | { readonly type: 'done'; readonly result: unknown }
  | ({ readonly type: 'failed' } & ErrorMessage);

/** What a worker says to the page. */
export type FromWorker = { readonly type: 'ready' } | (FromTraining & { readonly job: number });

/** The end of a channel: a worker on the page's side, the global scope on the worker's. */
export type Port = {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
};
